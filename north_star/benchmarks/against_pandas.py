"""What marts cost from the raw files on, as multiples of what pandas takes for the same (pandas_marts.py)."""

from __future__ import annotations

import importlib.util
import os
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from north_star.benchmarks.cost import Cost, cost_of
from north_star.benchmarks.nodes import NodeCost
from north_star.errors import UsageError

MODULE = "north_star.benchmarks.pandas_marts"
RUNS = 3


@dataclass(frozen=True)
class Comparison:
    """What pandas makes, and the marts of ours in which it is, with the most that these should cost of it."""

    by_pandas: str
    marts: tuple[str, ...]
    most: float


COMPARISONS = (
    Comparison("mrr_movements", ("mrr_movements", "mrr_monthly"), 15),
    Comparison("active_users_daily", ("active_users_daily",), 4),
    Comparison("weekly_north_star", ("north_star_periods",), 8),
)


@dataclass(frozen=True)
class Compared:
    """The cost of all nodes that the marts need, seeds and views included, and pandas' without its start."""

    comparison: Comparison
    node_count: int
    cpu_seconds: float
    pandas: Cost

    @property
    def ratio(self) -> float:
        """How many times pandas' CPU."""
        return self.cpu_seconds / self.pandas.cpu_seconds


def need_parquet() -> None:
    """Raise UsageError unless pandas can read Parquet, which nothing else here needs."""
    if importlib.util.find_spec("pyarrow") is None:
        raise UsageError("--pandas needs pyarrow: `uv run --with pyarrow python -m north_star benchmark ...`")


def compared(
    raw: Path, as_of: date, costs: Sequence[NodeCost], parents: Mapping[str, Sequence[str]]
) -> list[Compared]:
    """Run pandas on the raw files of which `costs` are the nodes' costs; `parents` is dbt's parent_map."""
    environment = dict(os.environ)

    def python(*arguments: str) -> Cost:
        # The median: the shortest takes two seconds, which others on the machine may double.
        costs = [cost_of([sys.executable, *arguments], environment) for _ in range(RUNS)]
        return sorted(costs, key=lambda cost: cost.cpu_seconds)[RUNS // 2]

    start = python("-c", f"import pyarrow.dataset, {MODULE}")

    def pandas(name: str) -> Cost:
        cost = python("-m", MODULE, name, str(raw), as_of.isoformat())
        return Cost(
            cost.cpu_seconds - start.cpu_seconds,
            cost.peak_megabytes,
            cost.wall_seconds - start.wall_seconds,
        )

    def of(comparison: Comparison) -> Compared:
        needed = _with_ancestors(comparison.marts, parents)
        spent = [one.cpu_seconds for one in costs if one.node in needed]
        return Compared(comparison, len(spent), sum(spent), pandas(comparison.by_pandas))

    return [of(comparison) for comparison in COMPARISONS]


def _with_ancestors(marts: Sequence[str], parents: Mapping[str, Sequence[str]]) -> set[str]:
    found: set[str] = set()
    ahead = [node for node in parents if node.startswith("model.") and node.split(".")[2] in marts]
    while ahead:
        node = ahead.pop()
        if node not in found:
            found.add(node)
            ahead += parents.get(node, ())
    return found


def comparison_lines(found: Sequence[Compared]) -> Iterator[str]:
    """A table: CPU seconds of marts and pandas, and their ratio."""
    if found:
        yield f"{'CPU seconds':<40}{'nodes':>6}{'marts':>8}{'pandas':>8}{'ratio':>7}{'most':>6}{'its MB':>8}"
    for one in found:
        name = ", ".join(one.comparison.marts)
        yield (
            f"{name:<40}{one.node_count:>6}{one.cpu_seconds:>8.1f}{one.pandas.cpu_seconds:>8.1f}"
            f"{one.ratio:>7.1f}{one.comparison.most:>6g}{one.pandas.peak_megabytes:>8,.0f}"
        )
