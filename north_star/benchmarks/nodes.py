"""What every node of one dbt run costs. A process of its own, since a process can only measure itself."""

from __future__ import annotations

import json
import resource
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from north_star.benchmarks.cost import BuildError, cost_of

if TYPE_CHECKING:
    from dbt_common.events.base_types import EventMsg


@dataclass(frozen=True)
class NodeCost:
    """One node of a run: `model.north_star.days`, and so on."""

    node: str
    cpu_seconds: float
    """Of this process, DuckDB's threads included: one node runs at a time."""
    wall_seconds: float
    peak_megabytes: float | None
    """The most memory that the process held meanwhile; None where the system does not say."""

    @property
    def name(self) -> str:
        """As in `ref()`."""
        return self.node.split(".")[2]


def node_costs(arguments: Sequence[str], environment: dict[str, str], scratch: Path) -> list[NodeCost]:
    """Run dbt with these arguments, one node at a time; raise BuildError with its output if it fails."""
    results = scratch / "node_costs.json"
    command = [sys.executable, "-m", __name__, str(results), *arguments, "--threads", "1"]
    cost_of(command, environment)
    return [NodeCost(**one) for one in json.loads(results.read_text(encoding="utf-8"))]


class Meter:
    """Hears dbt's events, and notes what was spent between the start and the end of each node."""

    def __init__(self) -> None:
        self.costs: list[NodeCost] = []
        self._begun: tuple[float, float] | None = None

    def __call__(self, event: EventMsg) -> None:
        """Called by dbt, in the thread in which the node runs."""
        if event.info.name == "NodeStart":
            _forget_peak()
            self._begun = (_cpu_seconds(), time.perf_counter())
        elif event.info.name == "NodeFinished" and self._begun:
            cpu, wall = self._begun
            self.costs.append(
                NodeCost(
                    event.data.node_info.unique_id,
                    _cpu_seconds() - cpu,
                    time.perf_counter() - wall,
                    _peak_megabytes(),
                )
            )


def _cpu_seconds() -> float:
    usage = resource.getrusage(resource.RUSAGE_SELF)
    return usage.ru_utime + usage.ru_stime


def _forget_peak() -> None:
    """From now on the peak is of what follows (Linux)."""
    with suppress(OSError):
        Path("/proc/self/clear_refs").write_text("5", encoding="ascii")


def _status() -> Iterator[str]:
    with suppress(OSError):
        yield from Path("/proc/self/status").read_text(encoding="ascii").splitlines()


def _peak_megabytes() -> float | None:
    found = [int(line.split()[1]) / 1024 for line in _status() if line.startswith("VmHWM")]
    return found[0] if found else None


def main(results: str, *arguments: str) -> None:
    """Run dbt in this process and write what its nodes cost."""
    from dbt.cli.main import dbtRunner

    meter = Meter()
    outcome = dbtRunner(callbacks=[meter]).invoke(list(arguments))
    if not outcome.success:
        raise BuildError(f"dbt {' '.join(arguments)} failed")
    Path(results).write_text(json.dumps([asdict(one) for one in meter.costs]), encoding="utf-8")


if __name__ == "__main__":
    main(*sys.argv[1:])
