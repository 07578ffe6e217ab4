"""Builds a company of the wanted size both ways and says what each costs."""

from __future__ import annotations

import os
import sys
import tempfile
from datetime import date, timedelta
from pathlib import Path

from north_star.benchmark import Cost, cost_of
from north_star.revenue_benchmark.comparison import compare

HERE = Path(__file__).parent
FIRST_MONTH = date(2023, 1, 1)
# Both ways start from these: what pays when, rates by month, and accounts by what they are alike in.
SHARED = ("+int_paying_periods", "+int_exchange_rate_months", "+int_account_profiles")
SAME_NUMBERS = ("+mrr_movements", "+mrr_monthly", "+churn_monthly", "+revenue_retention_monthly")
ALL_MARTS = ("+marts.revenue",)


def as_of(months: int) -> date:
    """The last day of so many months."""
    month = FIRST_MONTH.month - 1 + months
    return date(FIRST_MONTH.year + month // 12, month % 12 + 1, 1) - timedelta(days=1)


def run_sql(file: str, database: Path, memory_limit: str, *options: str) -> Cost:
    """One of the SQL files beside this one."""
    command = [sys.executable, "-m", "north_star.revenue_benchmark.sql_file", str(HERE / file)]
    command += ["--database", str(database), "--memory-limit", memory_limit, *options]
    return cost_of(command, dict(os.environ))


class Builder:
    """Builds one raw folder with dbt, each time into a new database of the same name."""

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
        """One command."""
        command = [sys.executable, "-m", "dbt.cli.main", *arguments, *self.target]
        return cost_of(command, self.environment)

    def start(self) -> Cost:
        """What dbt costs before it does anything: with a parsed project, as in every build but the first."""
        self.dbt("parse")
        return self.dbt("parse")

    def build(self, selected: tuple[str, ...]) -> Cost:
        """The selected models, seeds among them, without tests."""
        self.database.unlink(missing_ok=True)
        skipped = ("--exclude-resource-type", "test", "unit_test", "saved_query", "exposure")
        return self.dbt("build", "--select", *selected, *skipped)


def benchmark_revenue(accounts: int, months: int, memory_limit: str) -> dict[str, float]:
    """CPU seconds without dbt's start, and peak memory, of the marts and of the spine, which must agree."""
    with tempfile.TemporaryDirectory() as folder:
        scratch = Path(folder)
        raw = scratch / "raw"
        raw.mkdir()
        sizes = (f"accounts={accounts}", f"months={months}", f"folder={raw}")
        settings = [part for size in sizes for part in ("--set", size)]
        run_sql("company.sql", scratch / "generator.duckdb", "4GB", *settings)
        builder = Builder(raw, scratch, as_of(months), memory_limit)
        start = builder.start().cpu_seconds
        shared = builder.build(SHARED).cpu_seconds - start
        same = builder.build(SAME_NUMBERS)
        every = builder.build(ALL_MARTS)
        database = scratch / "spine.duckdb"
        spine = run_sql(
            "customer_month_spine.sql", database, memory_limit, "--company", str(builder.database)
        )
        compared = compare(database, builder.database, memory_limit)
    same_cpu = same.cpu_seconds - start - shared
    every_cpu = every.cpu_seconds - start - shared
    return {
        **{f"{table}_rows_that_agree": rows for table, rows in compared.items()},
        "start_cpu_seconds": start,
        "shared_cpu_seconds": shared,
        "spine_cpu_seconds": spine.cpu_seconds,
        "same_numbers_cpu_seconds": same_cpu,
        "all_revenue_marts_cpu_seconds": every_cpu,
        "spine_in_same_numbers": spine.cpu_seconds / same_cpu,
        "spine_in_all_revenue_marts": spine.cpu_seconds / every_cpu,
        "spine_peak_megabytes": spine.peak_megabytes,
        "same_numbers_peak_megabytes": same.peak_megabytes,
        "all_revenue_marts_peak_megabytes": every.peak_megabytes,
    }
