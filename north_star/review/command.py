"""`python -m north_star review`."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from north_star.command_line import Commands


def register(commands: Commands) -> None:
    """Declare the command."""
    review = commands.add_parser(
        "review",
        help="what a change does to the metrics: words, SQL, numbers, readers",
        description="Compares where a branch began with what is there now. Ends with 0: no metric changes; "
        "3: metrics change, and every rule holds; 1: a rule is broken; 2: the review could not be made.",
    )
    review.add_argument("--base", required=True, help="branch or commit to compare with, such as origin/main")
    review.add_argument("--head", help="branch or commit to review; by default the files as they are")
    review.add_argument("--raw", type=Path, help="raw folder to build both on; by default the demo")
    review.add_argument("--as-of", help="its last day, such as 2025-12-31; needed with --raw")
    review.add_argument(
        "--out", type=Path, default=Path("target/review"), help="folder to write to (target/review)"
    )
    review.add_argument("--image-address", help="web folder in which the comment finds review.png")
    review.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Write the review; the exit code is its verdict."""
    from north_star.review.making import make

    return make(arguments)
