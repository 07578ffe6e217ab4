"""`python -m north_star <command>`: the project's commands."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence
from datetime import date
from pathlib import Path

from north_star.alerts import (
    SEVERITIES,
    URLS,
    AlertsError,
    DeliveryError,
    destinations,
    messages,
    send,
    unsent,
)
from north_star.benchmark import BuildError, benchmark
from north_star.catalogue import write as catalogue_files
from north_star.catalogue.reader import NotBuiltError
from north_star.definitions_benchmark import benchmark_definitions
from north_star.demo.generate import generate
from north_star.demo.parameters import DEFAULT_ACCOUNTS, DEFAULT_EVENTS, DEFAULT_SEED, Settings
from north_star.demo.write import tables_in
from north_star.governance.commands import GovernanceError, add_commands
from north_star.governance.expressions import LineageError
from north_star.governance.manifest import StateError
from north_star.governance.registry import RegistryError
from north_star.readme import DATABASE, README, built_catalogue, generated
from north_star.revenue_benchmark.comparison import DifferenceError
from north_star.revenue_benchmark.measure import benchmark_revenue
from north_star.review import command as metric_review
from north_star.review.states import GitError
from north_star.review_pack import ReviewError, write_review

SMALLEST_COMPANY = 50
EVENTS_PER_ACCOUNT = 20
MOST_MONTHS = 120


class UsageError(Exception):
    """Something that the user can put right; its text says how."""


USERS_TO_CHANGE = (
    UsageError, AlertsError, ReviewError, NotBuiltError, BuildError, DifferenceError, LineageError,
    StateError, RegistryError, GitError, metric_review.ReviewUsageError, OSError,
)  # fmt: skip


def demo_data(arguments: argparse.Namespace) -> None:
    """Write the demo company."""
    if arguments.accounts < SMALLEST_COMPANY:
        raise UsageError(f"--accounts must be at least {SMALLEST_COMPANY}, not {arguments.accounts}")
    least = max(8_000, EVENTS_PER_ACCOUNT * arguments.accounts)
    if arguments.events < least:
        raise UsageError(f"--events must be at least {least:,} for {arguments.accounts:,} accounts")
    if arguments.seed < 0:
        raise UsageError("--seed must not be negative")
    if arguments.out.exists() and not arguments.out.is_dir():
        raise UsageError(f"--out {arguments.out} is a file; name a folder")
    if tables_in(arguments.out) and not (arguments.out / "truth.json").exists():
        raise UsageError(f"--out {arguments.out} holds tables of somebody else; name another folder")
    settings = Settings(seed=arguments.seed, events=arguments.events, accounts=arguments.accounts)
    counts = generate(settings, arguments.out, arguments.format)
    for table, count in counts.items():
        print(f"{table:24}{count:>12,}")


def readme(arguments: argparse.Namespace) -> None:
    """Write docs/metrics.md and the generated part of README.md, or only say which is not current."""
    current = generated(README.read_text(encoding="utf-8"))
    stale = [path for path, text in current.items() if not is_current(path, text)]
    if arguments.check and stale:
        names = " and ".join(path.as_posix() for path in stale)
        raise UsageError(f"out of date: {names}; run `uv run python -m north_star readme` and commit it")
    for path in stale:
        path.write_text(current[path], encoding="utf-8")


def is_current(path: Path, text: str) -> bool:
    """Whether the file holds this text."""
    return path.exists() and path.read_text(encoding="utf-8") == text


def catalogue(arguments: argparse.Namespace) -> None:
    """Write the files of catalogue/, or only say which are not current."""
    known = built_catalogue()
    if arguments.check:
        if stale := catalogue_files.stale(known):
            raise UsageError(
                f"{catalogue_files.FOLDER}/ is out of date ({len(stale)} files, such as {stale[0]}):"
                " run `uv run python -m north_star catalogue` and commit it"
            )
        return
    for changed in catalogue_files.write(known):
        print(catalogue_files.FOLDER / changed)
    from_marts = [metric.name for metric in known.metrics if not metric.is_of_rows]
    print(
        f"{len(known.metrics)} metrics; {len(from_marts)} take windows or several tables and are read,"
        f" in total only, from the marts that publish them: {', '.join(from_marts)}"
    )


def measure(arguments: argparse.Namespace) -> None:
    """Print what building a company costs."""
    if not any(arguments.raw.glob("events*")):
        raise UsageError(
            f"--raw {arguments.raw} holds no events; write some with `demo-data --format parquet`"
        )
    for name, value in benchmark(arguments.raw.resolve(), arguments.as_of).items():
        print(f"{name:40}{value:>12,.2f}")


def measure_revenue(arguments: argparse.Namespace) -> None:
    """Print what the revenue marts cost, and what the usual way to the same numbers does."""
    if arguments.accounts < SMALLEST_COMPANY:
        raise UsageError(f"--accounts must be at least {SMALLEST_COMPANY}, not {arguments.accounts}")
    if not 2 <= arguments.months <= MOST_MONTHS:
        raise UsageError(f"--months must be 2 to {MOST_MONTHS}, not {arguments.months}")
    results = benchmark_revenue(arguments.accounts, arguments.months, arguments.memory_limit)
    for name, value in results.items():
        print(f"{name:40}{value:>15,.2f}")


def measure_definitions(arguments: argparse.Namespace) -> None:
    """Print what 20 more North Star definitions cost."""
    for name, value in benchmark_definitions(arguments.events, arguments.accounts).items():
        print(f"{name:40}{value:>15,.2f}")


def tell_alerts(arguments: argparse.Namespace) -> None:
    """Print the alerts that nobody was told of yet; with --send, tell."""
    to = destinations(os.environ.get(URLS, ""))
    waiting = unsent(messages(arguments.database, arguments.since, arguments.severity), to, arguments.ledger)
    for message in waiting:
        print(f"{message.title}\n{message.body}\n")
    if arguments.send:
        print(f"{send(waiting, to, arguments.ledger)} sent")
    else:
        print(f"{len(waiting)} to send; nothing is sent without --send")


def write_month(arguments: argparse.Namespace) -> None:
    """Write the month's review and say where it is."""
    for path in write_review(arguments.month, arguments.out, arguments.database):
        print(path)


def month_start(text: str) -> date:
    """2025-12, the month, as its first day."""
    return date.fromisoformat(f"{text}-01")


def parser() -> argparse.ArgumentParser:
    """One sub-parser a command; each sets `run`."""
    commands = argparse.ArgumentParser(prog="python -m north_star", description=__doc__)
    command = commands.add_subparsers(title="commands", required=True, metavar="COMMAND")
    demo = command.add_parser(
        "demo-data",
        help="write the demo company (same seed, same bytes)",
        formatter_class=argparse.ArgumentDefaultsHelpFormatter,
    )
    demo.add_argument("--out", type=Path, default=Path("seeds/demo"), help="folder to write to")
    demo.add_argument("--format", choices=("csv", "parquet"), default="csv", help="file format")
    demo.add_argument("--events", type=int, default=DEFAULT_EVENTS, help="rows of the events table")
    demo.add_argument("--accounts", type=int, default=DEFAULT_ACCOUNTS, help="accounts without the bad rows")
    demo.add_argument("--seed", type=int, default=DEFAULT_SEED, help="another seed, another company")
    demo.set_defaults(run=demo_data)
    written = command.add_parser(
        "readme", help="write docs/metrics.md and the demo's numbers in README.md, from the built demo"
    )
    written.add_argument("--check", action="store_true", help="write nothing; fail when they are out of date")
    written.set_defaults(run=readme)
    exported = command.add_parser(
        "catalogue", help="write the metrics for agents, Ossie, Lightdash and Cube, from the built demo"
    )
    exported.add_argument(
        "--check", action="store_true", help="write nothing; fail when they are out of date"
    )
    exported.set_defaults(run=catalogue)
    add_commands(command)
    metric_review.add_command(command)
    measured = command.add_parser(
        "benchmark", help="what building a Parquet company costs, in scans of its events"
    )
    measured.add_argument("--raw", type=Path, required=True, help="folder of Parquet files")
    measured.add_argument("--as-of", default="2025-12-31", help="the last day that counts")
    measured.set_defaults(run=measure)
    revenue = command.add_parser(
        "benchmark-revenue",
        help="what the revenue marts cost, against a spine of customers and months",
        formatter_class=argparse.ArgumentDefaultsHelpFormatter,
    )
    revenue.add_argument("--accounts", type=int, default=1_000_000, help="accounts of the company")
    revenue.add_argument("--months", type=int, default=36, help="months from January 2023 on")
    revenue.add_argument("--memory-limit", default="1500MB", help="DuckDB's, of the marts")
    revenue.set_defaults(run=measure_revenue)
    definitions = command.add_parser(
        "benchmark-definitions",
        help="what 20 more North Star definitions cost, as a ratio of the build's usage part",
        formatter_class=argparse.ArgumentDefaultsHelpFormatter,
    )
    definitions.add_argument("--events", type=int, default=1_000_000, help="events of the company")
    definitions.add_argument("--accounts", type=int, default=DEFAULT_ACCOUNTS, help="accounts of the company")
    definitions.set_defaults(run=measure_definitions)
    alerts = command.add_parser(
        "alerts",
        help=f"show new alerts, or send them to the addresses in {URLS}",
        formatter_class=argparse.ArgumentDefaultsHelpFormatter,
    )
    alerts.add_argument("--send", action="store_true", help="send them; else they are only shown")
    alerts.add_argument(
        "--since",
        type=date.fromisoformat,
        help="of periods that ended after this day; if not given, 30 days before the newest",
    )
    alerts.add_argument("--severity", choices=SEVERITIES, default="warning", help="at least this grave")
    alerts.add_argument("--ledger", type=Path, default=Path("alerts_sent.jsonl"), help="what was sent")
    alerts.set_defaults(run=tell_alerts)
    review = command.add_parser(
        "review-pack",
        help="write a month's review as HTML and PDF",
        formatter_class=argparse.ArgumentDefaultsHelpFormatter,
    )
    review.add_argument(
        "--month", type=month_start, help="such as 2025-12; if not given, the last that is over"
    )
    review.add_argument("--out", type=Path, default=Path("target/review"), help="folder to write to")
    review.set_defaults(run=write_month)
    for reader in (alerts, review):
        reader.add_argument(
            "--database",
            type=Path,
            default=Path(os.environ.get("NORTH_STAR_DB", DATABASE)),
            help="what dbt has built",
        )
    return commands


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command. 2: the user has to change something; 1: a rule is broken, or alerts did not arrive.

    `review` has a third: 3 where metrics change in order.
    """
    chosen = parser().parse_args(arguments)
    try:
        return chosen.run(chosen) or 0
    except (DeliveryError, GovernanceError) as problem:
        print(f"north_star: {problem}", file=sys.stderr)
        return 1
    except USERS_TO_CHANGE as problem:
        print(f"north_star: {problem}", file=sys.stderr)
        return 2


if __name__ == "__main__":
    raise SystemExit(main())
