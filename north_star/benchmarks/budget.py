"""What the demo's build costs a user besides its SQL: start, parse, build, and the number of nodes."""

from __future__ import annotations

import json
import os
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator
from dataclasses import astuple, dataclass, fields
from pathlib import Path
from statistics import median

from north_star.benchmarks.cost import Cost, cost_of

ROOMS = ("core", "all")
# They would make it another company or database than the demo.
OUR_VARIABLES = (
    "NORTH_STAR_RAW",
    "NORTH_STAR_AS_OF",
    "NORTH_STAR_MEMORY_LIMIT",
    "DBT_TARGET_PATH",
    "DBT_LOG_PATH",
)


@dataclass(frozen=True)
class Budget:
    """What each part of a build costs, and what it is of. Everything but `start` includes the start."""

    start: Cost
    cold_parse: Cost
    warm_parse: Cost
    cold_build: Cost
    warm_build: Cost
    nodes: Counter[str]

    def lines(self) -> Iterator[str]:
        """A table: seconds beyond the start, which is a line of its own."""
        yield f"{'seconds':<22}{'wall':>8}{'CPU':>8}"
        yield _line("start of dbt", self.start)
        yield _line("cold parse", self.cold_parse, self.start)
        yield _line("warm parse", self.warm_parse, self.start)
        yield _line("build, cold parse", self.cold_build, self.start)
        yield _line("build, warm parse", self.warm_build, self.start)
        yield _line("of which not parse", self.warm_build, self.warm_parse)
        counts = ", ".join(f"{self.nodes[kind]} {kind}s" for kind in ("model", "seed", "test"))
        yield f"{counts}; at most {self.cold_build.peak_megabytes:.0f} MB"


def _line(name: str, cost: Cost, beyond: Cost | None = None) -> str:
    wall = cost.wall_seconds - (beyond.wall_seconds if beyond else 0)
    cpu = cost.cpu_seconds - (beyond.cpu_seconds if beyond else 0)
    return f"{name:<22}{wall:>8.1f}{cpu:>8.1f}"


def budget(rooms: str, runs: int) -> Budget:
    """Medians over the runs of what `measured` says."""
    found = [measured(rooms) for _ in range(runs)]

    def middle(name: str) -> Cost:
        costs = [astuple(getattr(one, name)) for one in found]
        return Cost(*(median(values) for values in zip(*costs, strict=True)))

    costs = [one.name for one in fields(Budget) if one.name != "nodes"]
    return Budget(**{name: middle(name) for name in costs}, nodes=found[0].nodes)


def measured(rooms: str) -> Budget:
    """Every first build is into a new database; the parse that it finds, or not, is of the same project."""
    with tempfile.TemporaryDirectory() as folder:
        scratch = Path(folder)
        environment = {name: value for name, value in os.environ.items() if name not in OUR_VARIABLES}

        def dbt(command: str, target: str) -> Cost:
            arguments = ["--vars", json.dumps({"rooms": rooms})]
            arguments += ["--target-path", str(scratch / target), "--log-path", str(scratch / target)]
            database = {"NORTH_STAR_DB": str(scratch / f"{target}_{command}.duckdb")}
            return cost_of(
                [sys.executable, "-m", "dbt.cli.main", command, *arguments], environment | database
            )

        return Budget(
            start=cost_of([sys.executable, "-c", "import dbt.cli.main"], environment),
            cold_parse=dbt("parse", "parsed"),
            warm_parse=dbt("parse", "parsed"),
            cold_build=dbt("build", "built"),
            warm_build=dbt("build", "parsed"),
            nodes=_counts(scratch / "built"),
        )


def _counts(target: Path) -> Counter[str]:
    """How many nodes of each kind a manifest has that are on."""
    manifest = json.loads((target / "manifest.json").read_text(encoding="utf-8"))
    # A test of a model that is off stays in the manifest, off.
    on = (node["resource_type"] for node in manifest["nodes"].values() if node["config"]["enabled"])
    return Counter(on)
