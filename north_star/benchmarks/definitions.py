"""The cost of North Star definitions: the usage part of a build with the shipped ones and with 20 more."""

from __future__ import annotations

import csv
import os
import shutil
import sys
import tempfile
from pathlib import Path

from north_star.benchmarks.cost import Cost, cost_of
from north_star.demo.generate import generate
from north_star.demo.parameters import Settings

PROJECT = Path(__file__).parents[2]
LEFT_OUT = shutil.ignore_patterns(
    ".*", "target", "logs", "*.duckdb*", "__pycache__", "python_tests", "uv.lock"
)
DEFINITIONS, CONDITIONS = "north_star_definitions.csv", "north_star_conditions.csv"
AS_OF = "2025-12-31"
MORE = 20
# What there is before anything is done with usage, then everything that is read from events.
BEFORE = (
    "+int_account_paying_intervals",
    "+stg_product__events",
    "+int_account_profiles",
    "+int_subscription_items",
    "+sign_ups_monthly",
    "days",
)
USAGE_PART = (
    "intermediate.usage", "marts.usage", "reference", "staging.reference",
    "intermediate.north_star", "marts.north_star",
)  # fmt: skip
SKIPPED = ("--exclude-resource-type", "test", "unit_test", "saved_query", "exposure")


def _read(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def _write(path: Path, rows: list[dict[str, str]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as lines:
        writer = csv.DictWriter(lines, list(rows[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


def add_definitions(reference: Path, count: int) -> None:
    """Add candidates: copies of the computed definitions, each with its thresholds raised by one."""
    definitions, conditions = _read(reference / DEFINITIONS), _read(reference / CONDITIONS)
    computed = [row for row in definitions if row["status"] in ("active", "candidate")]
    for n in range(count):
        like = computed[n % len(computed)]
        name = f"more_{n}_{like['definition_name']}"
        definitions.append({**like, "definition_name": name, "status": "candidate", "is_primary": "false"})
        conditions += [
            {**row, "definition_name": name, "threshold": str(float(row["threshold"]) + 1)}
            for row in _read(reference / CONDITIONS)
            if row["definition_name"] == like["definition_name"]
        ]
    _write(reference / DEFINITIONS, definitions)
    _write(reference / CONDITIONS, conditions)


def _usage_part(project: Path, raw: Path, scratch: Path) -> Cost:
    """What the usage part costs, in a new database, without dbt's start."""
    environment = {
        **os.environ,
        "NORTH_STAR_RAW": str(raw),
        "NORTH_STAR_AS_OF": AS_OF,
        "NORTH_STAR_DB": str(scratch / f"{project.name}.duckdb"),
        "DBT_PROFILES_DIR": str(project),
    }
    target = ("--project-dir", str(project), "--target-path", str(scratch / project.name / "target"))

    def dbt(*arguments: str) -> Cost:
        return cost_of([sys.executable, "-m", "dbt.cli.main", *arguments, *target], environment)

    dbt("build", "--select", *BEFORE, *SKIPPED)
    # Any run reads the raw files, so the cost of a run that builds nothing is deducted.
    start = dbt("build", "--select", "days", *SKIPPED)
    usage = dbt("build", "--select", *USAGE_PART, *SKIPPED)
    return Cost(
        usage.cpu_seconds - start.cpu_seconds,
        usage.peak_megabytes,
        usage.wall_seconds - start.wall_seconds,
    )


def benchmark_definitions(events: int, accounts: int) -> dict[str, float]:
    """CPU seconds of the usage part for a demo of the given size, both ways, and their ratio."""
    with tempfile.TemporaryDirectory() as folder:
        scratch = Path(folder)
        generate(Settings(events=events, accounts=accounts), scratch / "raw", "parquet")
        costs = {}
        for name, count in (("shipped", 0), ("more", MORE)):
            project = scratch / name
            shutil.copytree(PROJECT, project, ignore=LEFT_OUT)
            add_definitions(project / "seeds" / "reference", count)
            costs[name] = _usage_part(project, scratch / "raw", scratch)
    shipped, more = costs["shipped"], costs["more"]
    return {
        "shipped_cpu_seconds": shipped.cpu_seconds,
        "with_20_more_cpu_seconds": more.cpu_seconds,
        "ratio": more.cpu_seconds / shipped.cpu_seconds,
        "shipped_peak_megabytes": shipped.peak_megabytes,
        "with_20_more_peak_megabytes": more.peak_megabytes,
    }
