"""`python -m north_star catalogue` and `python -m north_star readme`: files generated from the built demo."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

from north_star.errors import UsageError

if TYPE_CHECKING:
    from north_star.command_line import Commands

CHECK = "write nothing; fail when they are out of date"


def register(commands: Commands) -> None:
    """Declare both commands."""
    readme = commands.add_parser("readme", help="write the generated parts of README.md from the built demo")
    readme.add_argument("--check", action="store_true", help=CHECK)
    readme.set_defaults(run=run_readme)
    catalogue = commands.add_parser(
        "catalogue", help="write the metrics for agents, Ossie, Lightdash and Cube, from the built demo"
    )
    catalogue.add_argument("--check", action="store_true", help=CHECK)
    catalogue.set_defaults(run=run_catalogue)


def run_readme(arguments: argparse.Namespace) -> None:
    """Write the generated parts of README.md, or only say whether they are current."""
    from north_star.readme import README, generated

    text = README.read_text(encoding="utf-8")
    current = generated(text)
    if arguments.check and current != text:
        raise UsageError("README.md is out of date: run `uv run python -m north_star readme` and commit it")
    if not arguments.check:
        README.write_text(current, encoding="utf-8")


def run_catalogue(arguments: argparse.Namespace) -> None:
    """Write the files of catalogue/, or only say which are not current."""
    from north_star.catalogue.write import FOLDER, stale, write
    from north_star.readme import built_catalogue

    known = built_catalogue()
    if arguments.check:
        if found := stale(known):
            raise UsageError(
                f"{FOLDER}/ is out of date ({len(found)} files, such as {found[0]}):"
                " run `uv run python -m north_star catalogue` and commit it"
            )
        return
    for changed in write(known):
        print(FOLDER / changed)
    from_marts = [metric.name for metric in known.metrics if not metric.is_of_rows]
    print(
        f"{len(known.metrics)} metrics; {len(from_marts)} take windows or several tables and are read,"
        f" in total only, from the marts that publish them: {', '.join(from_marts)}"
    )
