"""The cost of a build as a multiple of one scan of the events; run it on a large demo (see the README)."""

from __future__ import annotations

import json
import os
import resource
import sys
import tempfile
from pathlib import Path

import duckdb

from north_star.benchmarks.cost import cost_of
from north_star.settings import ALL_ROOMS

COLUMNS = "account_id, user_id, event_name, occurred_at"


def scan_seconds(events: str, runs: int = 5) -> float:
    """CPU seconds to scan the four event columns once; the median of some runs, to ignore a cold start."""
    costs = []
    with duckdb.connect() as connection:
        for _ in range(runs):
            before = resource.getrusage(resource.RUSAGE_SELF)
            connection.execute(f"select max(hash({COLUMNS})) from read_parquet(?)", [events]).fetchall()
            after = resource.getrusage(resource.RUSAGE_SELF)
            costs.append(after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)
    return sorted(costs)[runs // 2]


def benchmark(raw: Path, as_of: str) -> dict[str, float]:
    """CPU seconds of a scan, a first build and a second build without new data, and peak memory."""
    events = str(raw / "events" / "*.parquet") if (raw / "events").is_dir() else str(raw / "events.parquet")
    with tempfile.TemporaryDirectory() as scratch:
        environment = {
            **os.environ,
            "NORTH_STAR_RAW": str(raw),
            "NORTH_STAR_AS_OF": as_of,
            "NORTH_STAR_DB": str(Path(scratch) / "benchmark.duckdb"),
        }
        dbt = [sys.executable, "-m", "dbt.cli.main"]
        target = ["--vars", json.dumps(ALL_ROOMS), "--target-path", str(Path(scratch) / "target")]
        scan = scan_seconds(events)
        parse = cost_of([*dbt, "parse", *target], environment)
        models = cost_of(
            [*dbt, "build", "--exclude-resource-type", "test", "unit_test", *target], environment
        )
        build = cost_of([*dbt, "build", *target], environment)
    return {
        "scan_cpu_seconds": scan,
        "start_cpu_seconds": parse.cpu_seconds,
        "first_build_cpu_seconds": models.cpu_seconds,
        "second_build_with_tests_cpu_seconds": build.cpu_seconds,
        "first_build_in_scans": (models.cpu_seconds - parse.cpu_seconds) / scan,
        "peak_megabytes": models.peak_megabytes,
    }
