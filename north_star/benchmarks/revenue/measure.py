"""Builds a company of the given size both ways and measures each."""

from __future__ import annotations

import json
import os
import sys
import tempfile
from datetime import date, timedelta
from pathlib import Path

import duckdb

from north_star.benchmarks.cost import Cost, cost_of
from north_star.benchmarks.revenue.comparison import compare

HERE = Path(__file__).parent
FIRST_MONTH = date(2023, 1, 1)
# The limits of the marts do not apply to the spine: it gets what it needs.
SPINE_MEMORY_LIMIT = "6GB"
# Both ways start from these: what pays when, rates by month, and accounts by the attributes they share.
SHARED = ("+int_paying_periods", "+int_exchange_rate_months", "+int_account_profiles")
# Movements, months, churn and retention: what everybody has.
COMMON = (
    "+mrr_movements",
    "+mrr_monthly_by_breakdown",
    "+churn_monthly_by_breakdown",
    "+revenue_retention_monthly_by_breakdown",
)
# All that is made of billing: core rooms, and optional ones that have to be opened.
OPENED = ("policies", "cohorts", "economics")
REVENUE = ("revenue", "retention", *OPENED)
EVERYTHING = tuple(f"+marts.{room}" for room in REVENUE)
ROOMS = json.dumps({"rooms": OPENED})


def as_of(months: int) -> date:
    """The last day of a company that has this many months."""
    month = FIRST_MONTH.month - 1 + months
    return date(FIRST_MONTH.year + month // 12, month % 12 + 1, 1) - timedelta(days=1)


def run_sql(database: Path, memory_limit: str, files: tuple[str, ...], *options: str) -> Cost:
    """SQL files next to this one."""
    command = [
        sys.executable,
        "-m",
        "north_star.benchmarks.revenue.sql_file",
        *(str(HERE / f) for f in files),
    ]
    command += ["--database", str(database), "--memory-limit", memory_limit, *options]
    return cost_of(command, dict(os.environ))


def make_company(accounts: int, months: int, folder: Path) -> None:
    """Write the raw files of the company."""
    database = folder.parent / f"{folder.name}.duckdb"
    values = {"accounts": accounts, "months": months, "folder": folder}
    options = [part for name, value in values.items() for part in ("--set", f"{name}={value}")]
    folder.mkdir()
    run_sql(database, "4GB", ("company.sql",), *options)
    database.unlink()


class Builder:
    """Builds one raw folder with dbt, each time into a new database."""

    def __init__(self, raw: Path, scratch: Path, last_day: date, memory_limit: str) -> None:
        self.database = scratch / "company.duckdb"
        self.target = ("--target-path", str(scratch / "target"), "--log-path", str(scratch / "logs"))
        self.environment = {
            **os.environ,
            "NORTH_STAR_RAW": str(raw),
            "NORTH_STAR_AS_OF": str(last_day),
            "NORTH_STAR_DB": str(self.database),
            "NORTH_STAR_MEMORY_LIMIT": memory_limit,
        }

    def dbt(self, *arguments: str) -> Cost:
        """Run one dbt command."""
        command = [sys.executable, "-m", "dbt.cli.main", *arguments, "--vars", ROOMS, *self.target]
        return cost_of(command, self.environment)

    def start(self) -> Cost:
        """The cost of starting dbt on a project that is parsed already, as in every build but the first."""
        self.dbt("parse")
        return self.dbt("parse")

    def build(self, selected: tuple[str, ...]) -> Cost:
        """Build the selected models and seeds, without tests."""
        self.database.unlink(missing_ok=True)
        skipped = ("--exclude-resource-type", "test", "unit_test", "saved_query", "exposure")
        return self.dbt("build", "--select", *selected, *skipped)


class Spine:
    """The usual approach, step by step, in one database."""

    def __init__(self, company: Path, scratch: Path, memory_limit: str) -> None:
        self.database, self.company, self.memory_limit = scratch / "spine.duckdb", company, memory_limit

    def run(self, files: tuple[str, ...], *options: str) -> Cost:
        """Run SQL files on the tables made so far."""
        return run_sql(self.database, self.memory_limit, files, "--company", str(self.company), *options)

    def common(self) -> Cost:
        """Movements, months, churn and retention."""
        return self.run(("money.sql", "customer_month_spine.sql"))

    def rest(self) -> list[Cost]:
        """The other revenue marts: churn reasons, cohorts, lifetimes, and every other policy."""
        with duckdb.connect(str(self.company), read_only=True) as connection:
            variants = connection.execute(
                "select policy_variant_id, policy_name is not null from intermediate.int_policy_variants"
                " where policy_variant_id > 0 order by 1"
            ).fetchall()
        files = {True: "customer_month_spine_policy.sql", False: "month_end_mrr_by_rule.sql"}
        return [self.run(("customer_month_spine_more.sql",))] + [
            self.run((files[is_policy],), "--set", f"policy_variant_id={variant}")
            for variant, is_policy in variants
        ]


def benchmark_revenue(accounts: int, months: int, memory_limit: str) -> dict[str, float]:
    """CPU seconds (without dbt's start-up) and peak memory of marts and spine, whose results must agree."""
    with tempfile.TemporaryDirectory() as folder:
        scratch = Path(folder)
        make_company(accounts, months, scratch / "raw")
        builder = Builder(scratch / "raw", scratch, as_of(months), memory_limit)
        start = builder.start().cpu_seconds
        shared = builder.build(SHARED).cpu_seconds - start
        common = builder.build(COMMON)
        everything = builder.build(EVERYTHING)
        spine = Spine(builder.database, scratch, SPINE_MEMORY_LIMIT)
        spine_common = spine.common()
        spine_rest = spine.rest()
        compared = compare(spine.database, builder.database, memory_limit)
    common_cpu = common.cpu_seconds - start - shared
    everything_cpu = everything.cpu_seconds - start - shared
    spine_everything_cpu = spine_common.cpu_seconds + sum(cost.cpu_seconds for cost in spine_rest)
    return {
        **{f"{table}_rows_that_agree": rows for table, rows in compared.items()},
        "start_cpu_seconds": start,
        "shared_cpu_seconds": shared,
        "common_marts_cpu_seconds": common_cpu,
        "common_spine_cpu_seconds": spine_common.cpu_seconds,
        "common_spine_in_marts": spine_common.cpu_seconds / common_cpu,
        "all_marts_cpu_seconds": everything_cpu,
        "all_spine_cpu_seconds": spine_everything_cpu,
        "all_spine_in_marts": spine_everything_cpu / everything_cpu,
        "all_spine_in_marts_with_shared": (spine_everything_cpu + shared) / (everything_cpu + shared),
        "marts_peak_megabytes": max(common.peak_megabytes, everything.peak_megabytes),
        "spine_peak_megabytes": max(cost.peak_megabytes for cost in (spine_common, *spine_rest)),
    }
