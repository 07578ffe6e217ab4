"""`python -m north_star benchmark`, `benchmark-definitions`, `benchmark-revenue` and `budget`."""

from __future__ import annotations

import argparse
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from north_star.command_line import SMALLEST_COMPANY, ShowDefaults, show
from north_star.demo.defaults import DEFAULT_ACCOUNTS
from north_star.errors import UsageError

if TYPE_CHECKING:
    from north_star.command_line import Commands

MOST_MONTHS = 120


def register(commands: Commands) -> None:
    """Declare the four commands."""
    build = commands.add_parser(
        "benchmark",
        help="what building a Parquet company, and one more day, costs, in scans of its events",
        formatter_class=ShowDefaults,
    )
    build.add_argument("--raw", type=Path, required=True, help="folder of Parquet files")
    build.add_argument(
        "--as-of", type=date.fromisoformat, default="2025-12-31", help="the last day that counts"
    )
    build.add_argument("--rooms", default="core", help="what is built: core, all, or one room besides core")
    build.add_argument(
        "--profile", action="store_true", help="also run the dearest ten once more, for DuckDB's operators"
    )
    build.add_argument(
        "--pandas", action="store_true", help="also compare three marts with pandas on the same files"
    )
    build.set_defaults(run=run_build)
    revenue = commands.add_parser(
        "benchmark-revenue",
        help="what the revenue marts cost, against a spine of customers and months",
        formatter_class=ShowDefaults,
    )
    revenue.add_argument("--accounts", type=int, default=1_000_000, help="accounts of the company")
    revenue.add_argument("--months", type=int, default=36, help="months from January 2023 on")
    revenue.add_argument("--memory-limit", default="1500MB", help="DuckDB's, of the marts")
    revenue.set_defaults(run=run_revenue)
    definitions = commands.add_parser(
        "benchmark-definitions",
        help="what 20 more North Star definitions cost, as a ratio of the build's usage part",
        formatter_class=ShowDefaults,
    )
    definitions.add_argument("--events", type=int, default=1_000_000, help="events of the company")
    definitions.add_argument("--accounts", type=int, default=DEFAULT_ACCOUNTS, help="accounts of the company")
    definitions.set_defaults(run=run_definitions)
    budget = commands.add_parser(
        "budget",
        help="what the demo's build costs a user, with core only and with all rooms",
        formatter_class=ShowDefaults,
    )
    budget.add_argument("--runs", type=int, default=1, help="number of runs; the medians are printed")
    budget.set_defaults(run=run_budget)


def run_build(arguments: argparse.Namespace) -> None:
    """Print what building a company costs."""
    from north_star.benchmarks.against_pandas import need_parquet
    from north_star.benchmarks.build import benchmark

    if not any(arguments.raw.glob("events*")):
        raise UsageError(f"--raw {arguments.raw} has no events; write some with `demo-data --format parquet`")
    if arguments.pandas:
        need_parquet()
    raw, with_operators, with_pandas = arguments.raw.resolve(), arguments.profile, arguments.pandas
    found = benchmark(raw, arguments.as_of, arguments.rooms, with_operators, with_pandas)
    print(*found.lines(), sep="\n")


def run_revenue(arguments: argparse.Namespace) -> None:
    """Print what the revenue marts cost, and what the usual approach costs."""
    from north_star.benchmarks.revenue.measure import benchmark_revenue

    if arguments.accounts < SMALLEST_COMPANY:
        raise UsageError(f"--accounts must be at least {SMALLEST_COMPANY}, not {arguments.accounts}")
    if not 2 <= arguments.months <= MOST_MONTHS:
        raise UsageError(f"--months must be 2 to {MOST_MONTHS}, not {arguments.months}")
    show(benchmark_revenue(arguments.accounts, arguments.months, arguments.memory_limit))


def run_definitions(arguments: argparse.Namespace) -> None:
    """Print what 20 more North Star definitions cost."""
    from north_star.benchmarks.definitions import benchmark_definitions

    show(benchmark_definitions(arguments.events, arguments.accounts))


def run_budget(arguments: argparse.Namespace) -> None:
    """Print what the demo's build costs."""
    from north_star.benchmarks.budget import ROOMS, budget

    if arguments.runs < 1:
        raise UsageError(f"--runs must be at least 1, not {arguments.runs}")
    for rooms in ROOMS:
        print(f"rooms: {rooms}", *budget(rooms, arguments.runs).lines(), sep="\n")
