"""`python -m north_star review-pack`."""

from __future__ import annotations

import argparse
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from north_star.command_line import ShowDefaults, add_database

if TYPE_CHECKING:
    from north_star.command_line import Commands


def register(commands: Commands) -> None:
    """Declare the command."""
    review = commands.add_parser(
        "review-pack", help="write a month's review as HTML and PDF", formatter_class=ShowDefaults
    )
    review.add_argument("--month", type=month_start, help="such as 2025-12; by default the last that is over")
    review.add_argument("--out", type=Path, default=Path("target/review"), help="folder to write to")
    add_database(review)
    review.set_defaults(run=run)


def month_start(text: str) -> date:
    """The first day of the month, which is written as 2025-12."""
    return date.fromisoformat(f"{text}-01")


def run(arguments: argparse.Namespace) -> None:
    """Write the month's review and print where it is."""
    from north_star.review_pack.pages import write_review

    for path in write_review(arguments.month, arguments.out, arguments.database):
        print(path)
