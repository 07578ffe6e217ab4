"""What a build costs, as a multiple of one scan of the events: run it on a large demo (see the README)."""

from __future__ import annotations

import os
import resource
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import duckdb

COLUMNS = "account_id, user_id, event_name, occurred_at"


class BuildError(Exception):
    """A build to be measured did not get through."""


@dataclass(frozen=True)
class Cost:
    """CPU seconds of a process and all that it waited for, and the memory of the largest of them in MB."""

    cpu_seconds: float
    peak_megabytes: float


def cost_of(command: Sequence[str], environment: dict[str, str]) -> Cost:
    """Run the command to its end; raises BuildError with the end of what it printed when it fails."""
    with tempfile.TemporaryFile("w+", encoding="utf-8") as output:
        process = subprocess.Popen(command, env=environment, stdout=output, stderr=subprocess.STDOUT)
        # Of this process alone: RUSAGE_CHILDREN would give the largest of all that ever ran.
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode:
            output.seek(0)
            raise BuildError(f"{' '.join(command)} failed:\n{output.read()[-6000:]}")
    return Cost(usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024)


def scan_seconds(events: str, runs: int = 5) -> float:
    """CPU seconds of one scan of the four event columns: the median, so that a cold start does not count."""
    costs = []
    with duckdb.connect() as connection:
        for _ in range(runs):
            before = resource.getrusage(resource.RUSAGE_SELF)
            connection.execute(f"select max(hash({COLUMNS})) from read_parquet(?)", [events]).fetchall()
            after = resource.getrusage(resource.RUSAGE_SELF)
            costs.append(after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)
    return sorted(costs)[runs // 2]


def benchmark(raw: Path, as_of: str) -> dict[str, float]:
    """CPU seconds of a scan, of a full build and of a build without news, and the peak memory of a build."""
    events = str(raw / "events" / "*.parquet") if (raw / "events").is_dir() else str(raw / "events.parquet")
    with tempfile.TemporaryDirectory() as scratch:
        environment = {
            **os.environ,
            "NORTH_STAR_RAW": str(raw),
            "NORTH_STAR_AS_OF": as_of,
            "NORTH_STAR_DB": str(Path(scratch) / "benchmark.duckdb"),
        }
        dbt = [sys.executable, "-m", "dbt.cli.main"]
        target = ["--target-path", str(Path(scratch) / "target")]
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
