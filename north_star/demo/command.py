"""`python -m north_star demo-data`."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from north_star.command_line import SMALLEST_COMPANY, ShowDefaults
from north_star.demo.defaults import DEFAULT_ACCOUNTS, DEFAULT_EVENTS, DEFAULT_SEED
from north_star.errors import UsageError

if TYPE_CHECKING:
    from north_star.command_line import Commands

FEWEST_EVENTS = 8_000
EVENTS_PER_ACCOUNT = 20


def register(commands: Commands) -> None:
    """Declare the command."""
    demo = commands.add_parser(
        "demo-data", help="write the demo company (same seed, same bytes)", formatter_class=ShowDefaults
    )
    demo.add_argument("--out", type=Path, default=Path("seeds/demo"), help="folder to write to")
    demo.add_argument("--format", choices=("csv", "parquet"), default="csv", help="file format")
    demo.add_argument(
        "--types",
        choices=("text", "natural"),
        default="text",
        help="of the columns of Parquet files",
    )
    demo.add_argument("--events", type=int, default=DEFAULT_EVENTS, help="rows of the events table")
    demo.add_argument("--accounts", type=int, default=DEFAULT_ACCOUNTS, help="accounts without the bad rows")
    demo.add_argument("--seed", type=int, default=DEFAULT_SEED, help="another seed, another company")
    demo.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> None:
    """Write the demo company."""
    from north_star.demo.generate import generate
    from north_star.demo.parameters import Settings
    from north_star.demo.write import tables_in

    if arguments.accounts < SMALLEST_COMPANY:
        raise UsageError(f"--accounts must be at least {SMALLEST_COMPANY}, not {arguments.accounts}")
    least = max(FEWEST_EVENTS, EVENTS_PER_ACCOUNT * arguments.accounts)
    if arguments.events < least:
        raise UsageError(f"--events must be at least {least:,} for {arguments.accounts:,} accounts")
    if arguments.seed < 0:
        raise UsageError("--seed must not be negative")
    if arguments.out.exists() and not arguments.out.is_dir():
        raise UsageError(f"--out {arguments.out} is a file; name a folder")
    if tables_in(arguments.out) and not (arguments.out / "truth.json").exists():
        raise UsageError(f"--out {arguments.out} has tables of another origin; name another folder")
    if arguments.types == "natural" and arguments.format != "parquet":
        raise UsageError("--types natural needs --format parquet: CSV has no types")
    settings = Settings(seed=arguments.seed, events=arguments.events, accounts=arguments.accounts)
    for table, count in generate(settings, arguments.out, arguments.format, arguments.types).items():
        print(f"{table:24}{count:>12,}")
