"""What the demo's build costs a user besides its SQL: start, parse, build, and the number of nodes."""

from __future__ import annotations

import json
import os
import sys
import tempfile
from collections import Counter
from pathlib import Path
from statistics import median

from north_star.benchmarks.cost import Cost, cost_of

ROOMS = ("core", "all")
# They would make it another company or database than the demo.
OUR_VARIABLES = ("NORTH_STAR_RAW", "NORTH_STAR_AS_OF", "DBT_TARGET_PATH", "DBT_LOG_PATH")


def budget(rooms: str, runs: int) -> dict[str, float]:
    """Medians over the runs of what `measured` says."""
    found = [measured(rooms) for _ in range(runs)]
    return {name: median(one[name] for one in found) for name in found[0]}


def measured(rooms: str) -> dict[str, float]:
    """Seconds and counts, everything in a target folder and a database of its own."""
    with tempfile.TemporaryDirectory() as folder:
        scratch = Path(folder)
        environment = {name: value for name, value in os.environ.items() if name not in OUR_VARIABLES}
        environment["NORTH_STAR_DB"] = str(scratch / "north_star.duckdb")

        def dbt(command: str, target: str, **variables: object) -> Cost:
            arguments = ["--vars", json.dumps({"rooms": rooms, **variables})]
            arguments += ["--target-path", str(scratch / target), "--log-path", str(scratch / target)]
            return cost_of([sys.executable, "-m", "dbt.cli.main", command, *arguments], environment)

        start = cost_of([sys.executable, "-c", "import dbt.cli.main"], environment)
        cold, warm = dbt("parse", "parse"), dbt("parse", "parse")
        build = dbt("build", "build")
        dbt("parse", "with_unit_tests", unit_tests=True)
        nodes, _ = _counts(scratch / "build")
        _, unit_tests = _counts(scratch / "with_unit_tests")
    seconds = {"start": start, "cold_parse": cold, "warm_parse": warm, "build": build}
    found: dict[str, float] = {}
    for name, cost in seconds.items():
        found[f"{name}_wall_seconds"] = cost.wall_seconds
        found[f"{name}_cpu_seconds"] = cost.cpu_seconds
    found["build_beyond_start_wall_seconds"] = build.wall_seconds - start.wall_seconds
    found["build_beyond_start_cpu_seconds"] = build.cpu_seconds - start.cpu_seconds
    found["build_peak_megabytes"] = build.peak_megabytes
    return found | {"models": nodes["model"], "data_tests": nodes["test"], "unit_tests": unit_tests}


def _counts(target: Path) -> tuple[Counter[str], int]:
    """How many nodes of each kind a manifest has that are on, and how many unit tests."""
    manifest = json.loads((target / "manifest.json").read_text(encoding="utf-8"))
    # A test of a model that is off stays in the manifest, off.
    on = (node["resource_type"] for node in manifest["nodes"].values() if node["config"]["enabled"])
    return Counter(on), len(manifest["unit_tests"])
