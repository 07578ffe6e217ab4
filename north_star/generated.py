"""`python -m north_star readme`, `catalogue` and `rooms`: files that are generated."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from north_star.errors import UsageError

if TYPE_CHECKING:
    from north_star.command_line import Commands

CHECK = "write nothing; fail when they are out of date"


def register(commands: Commands) -> None:
    """Declare the commands."""
    readme = commands.add_parser(
        "readme", help="write docs/metrics.md, docs/rejection_reasons.md and the demo's numbers in README.md"
    )
    readme.add_argument("--check", action="store_true", help=CHECK)
    readme.set_defaults(run=run_readme)
    catalogue = commands.add_parser(
        "catalogue", help="write the metrics for agents, Ossie, Lightdash and Cube, from the built demo"
    )
    catalogue.add_argument("--check", action="store_true", help=CHECK)
    catalogue.set_defaults(run=run_catalogue)
    rooms = commands.add_parser("rooms", help="write the list of what each room publishes, from the models")
    rooms.add_argument("--check", action="store_true", help=CHECK)
    rooms.set_defaults(run=run_rooms)


def run_readme(arguments: argparse.Namespace) -> None:
    """Write docs/metrics.md and the generated part of README.md, or only say which is not current."""
    from north_star.readme import README, generated

    current = generated(README.read_text(encoding="utf-8"))
    stale = [
        path
        for path, text in current.items()
        if not path.exists() or path.read_text(encoding="utf-8") != text
    ]
    if arguments.check and stale:
        names = " and ".join(path.as_posix() for path in stale)
        raise UsageError(f"out of date: {names}; run `uv run python -m north_star readme` and commit it")
    for path in stale:
        path.write_text(current[path], encoding="utf-8")


def is_current(path: Path, text: str) -> bool:
    """Whether the file holds this text."""
    return path.exists() and path.read_text(encoding="utf-8") == text


def run_rooms(arguments: argparse.Namespace) -> None:
    """Write macros/rooms/room_models.sql, or only say whether it is current."""
    from north_star.rooms import MACRO, current_macro

    text = current_macro()
    if arguments.check and MACRO.read_text(encoding="utf-8") != text:
        raise UsageError(f"out of date: {MACRO}; run `uv run python -m north_star rooms` and commit it")
    if not arguments.check:
        MACRO.write_text(text, encoding="utf-8")


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
