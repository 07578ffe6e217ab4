"""What building a company costs, node by node, as multiples of one scan of its events (see the README)."""

from __future__ import annotations

import json
import os
import resource
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from statistics import mean, median

import duckdb

from north_star.benchmarks.against_pandas import Compared, compared, comparison_lines
from north_star.benchmarks.nodes import NodeCost, node_costs
from north_star.benchmarks.profile import Operator, profile, profiler
from north_star.database import MEMORY_LIMIT
from north_star.demo.write import tables_in

COLUMNS = "account_id, user_id, event_name, occurred_at"
DEAREST, OPERATORS = 10, 3
DETAIL_WIDTH = 70
SUBJECTS_BELOW = ("intermediate", "marts")
LAST_DAY, BEFORE_LAST_DAY = "events_last_day.parquet", "events_before_last_day.parquet"


@dataclass(frozen=True)
class Benchmark:
    """A first build up to the day before `as_of`, and a second one with the day after it, in one database."""

    events: int
    scan_seconds: tuple[float, float]
    """Around the first build and around the second: a shared machine is not as fast all the time."""
    first: list[NodeCost]
    next_day: list[NodeCost]
    rows: dict[str, int]
    """Of each table, after both."""
    folders: dict[str, str]
    """Of each node: layer, or layer and subject."""
    operators: dict[str, list[Operator]]
    """Of the dearest nodes, where they were asked for."""
    pandas: list[Compared]
    """What pandas takes for the first build's marts, where it was asked for."""

    def lines(self) -> Iterator[str]:
        """Tables by folder and of the dearest nodes, in scans."""
        of_first, of_next_day = self.scan_seconds
        yield (
            f"{self.events:,} events; a scan of four columns takes {of_first:.2f} CPU seconds around the"
            f" build, {of_next_day:.2f} around the next day"
        )
        yield f"{'scans':<45}{'build':>8}{'next day':>9}{'peak MB':>9}{'rows':>13}"
        for layer in sorted({folder.split("/")[0] for folder in self.folders.values()}):
            yield self._line(layer, self._nodes_in(layer))
            for folder in sorted(
                {folder for folder in self.folders.values() if folder.startswith(f"{layer}/")}
            ):
                yield self._line(f"  {folder}", self._nodes_in(folder))
        everything = {one.name for one in [*self.first, *self.next_day]}
        yield self._line("all", everything)
        spent, again = self._scans(everything)
        yield f"the next day costs {again / spent:.1%} of the build"
        yield f"the dearest {DEAREST}:"
        for one in _dearest(self.first):
            yield self._line(one.name, {one.name})
            yield from _operator_lines(self.operators.get(one.name, []))
        yield from comparison_lines(self.pandas)

    def _nodes_in(self, folder: str) -> set[str]:
        return {name for name, of in self.folders.items() if f"{of}/".startswith(f"{folder}/")}

    def _scans(self, names: set[str]) -> tuple[float, float]:
        """What the nodes cost in the first build, and in the second."""
        first, next_day = (
            sum(one.cpu_seconds for one in costs if one.name in names) / scan
            for costs, scan in zip((self.first, self.next_day), self.scan_seconds, strict=True)
        )
        return first, next_day

    def _line(self, title: str, names: set[str]) -> str:
        build, day = self._scans(names)
        peak = max((one.peak_megabytes or 0 for one in self.first if one.name in names), default=0)
        rows = sum(self.rows.get(name, 0) for name in names)
        return f"{title:<45}{build:>8.2f}{day:>9.2f}{peak:>9,.0f}{rows:>13,}"


def _dearest(costs: list[NodeCost]) -> list[NodeCost]:
    return sorted(costs, key=lambda one: -one.cpu_seconds)[:DEAREST]


def _operator_lines(operators: list[Operator]) -> Iterator[str]:
    """The dearest operators of a node, with their share of what all of its operators take."""
    spent = sum(one.seconds for one in operators)
    for one in sorted(operators, key=lambda one: -one.seconds)[:OPERATORS]:
        name = " ".join(str(one).split())
        yield f"    {one.seconds / spent:>4.0%} {name:<{DETAIL_WIDTH}.{DETAIL_WIDTH}} {one.rows:>13,}"


def benchmark(
    raw: Path, as_of: date, rooms: str, with_operators: bool = False, with_pandas: bool = False
) -> Benchmark:
    """Build the company in `raw` (Parquet) twice: up to the day before `as_of`, then with the day itself."""
    with tempfile.TemporaryDirectory() as folder:
        scratch = Path(folder)
        company, database = scratch / "raw", scratch / "benchmark.duckdb"
        _without_events(raw, company)
        last_day = _events_by_day(raw, company, as_of)

        def build(day: date) -> list[NodeCost]:
            environment = {
                **os.environ,
                "NORTH_STAR_RAW": str(company),
                "NORTH_STAR_AS_OF": str(day),
                "NORTH_STAR_DB": str(database),
                "DBT_TARGET_PATH": str(scratch / "target"),
                "DBT_LOG_PATH": str(scratch),
            }
            arguments = ["build", "--exclude-resource-type", "test", "unit_test"]
            return node_costs([*arguments, "--vars", json.dumps({"rooms": rooms})], environment, scratch)

        day_before = as_of - timedelta(days=1)
        scans = [scan_seconds(company)]
        first = build(day_before)
        scans.append(scan_seconds(company))
        manifest = json.loads((scratch / "target" / "manifest.json").read_text(encoding="utf-8"))
        against_pandas = compared(company, day_before, first, manifest["parent_map"]) if with_pandas else []
        operators = _operators_of(_dearest(first), database, scratch) if with_operators else {}
        last_day.rename(company / "events" / LAST_DAY)
        scans.append(scan_seconds(company))
        next_day = build(as_of)
        scans.append(scan_seconds(company))
        with duckdb.connect(str(database), read_only=True) as connection:
            rows = dict(
                connection.execute(
                    "select table_name, estimated_size from duckdb_tables() where schema_name != 'raw'"
                ).fetchall()
            )
            (events,) = connection.execute("select count(*) from raw.events").fetchone() or (0,)
    folders = {
        node["name"]: "/".join(node["fqn"][1 : 3 if node["fqn"][1] in SUBJECTS_BELOW else 2])
        for node in manifest["nodes"].values()
        if node["resource_type"] in ("model", "seed")
    }
    ran = {one.name for one in first}
    folders = {name: of for name, of in folders.items() if name in ran}
    around = mean(scans[:2]), mean(scans[2:])
    return Benchmark(events, around, first, next_day, rows, folders, operators, against_pandas)


def _operators_of(nodes: list[NodeCost], database: Path, scratch: Path) -> dict[str, list[Operator]]:
    """What each node's select takes when it is run once more on what was built; seeds have none."""
    results = json.loads((scratch / "target" / "run_results.json").read_text(encoding="utf-8"))["results"]
    selects = {one["unique_id"]: one.get("compiled_code") for one in results}
    memory_limit = os.environ.get("NORTH_STAR_MEMORY_LIMIT") or MEMORY_LIMIT
    with profiler(database, scratch, memory_limit) as connection:
        return {
            one.name: profile(connection, select).operators
            for one in nodes
            if (select := selects.get(one.node))
        }


def scan_seconds(company: Path, runs: int = 5) -> float:
    """CPU seconds to scan the four event columns once; the median of some runs, to ignore a cold start."""
    costs = []
    with duckdb.connect() as connection:
        for _ in range(runs):
            before = resource.getrusage(resource.RUSAGE_SELF)
            connection.execute(
                f"select max(hash({COLUMNS})) from read_parquet(?)", [str(company / "events" / "*.parquet")]
            ).fetchall()
            after = resource.getrusage(resource.RUSAGE_SELF)
            costs.append(after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)
    return median(costs)


def _without_events(raw: Path, company: Path) -> None:
    """The company's other tables, linked."""
    company.mkdir()
    for path in tables_in(raw):
        if path.stem != "events":
            (company / path.name).symlink_to(path)


def _events_by_day(raw: Path, company: Path, as_of: date) -> Path:
    """Link the events' files; split the last at `as_of`, and leave the day itself outside."""
    files = sorted((raw / "events").glob("*.parquet")) or [raw / "events.parquet"]
    (company / "events").mkdir()
    for path in files[:-1]:
        (company / "events" / path.name).symlink_to(path)
    last_day = company.parent / LAST_DAY
    with duckdb.connect() as connection:
        for target, condition in ((company / "events" / BEFORE_LAST_DAY, "not "), (last_day, "")):
            connection.execute(
                f"copy (select * from read_parquet($file) where {condition} "
                "coalesce(try_cast(left(cast(occurred_at as varchar), 10) as date) >= $day, false))"
                f" to '{target}' (format parquet, compression zstd)",
                {"file": str(files[-1]), "day": as_of},
            )
    return last_day
