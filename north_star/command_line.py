"""Shared by the commands' argument parsers. Nothing slow is imported here, so that `--help` is quick."""

from __future__ import annotations

import argparse
import os
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    Commands = argparse._SubParsersAction[argparse.ArgumentParser]

DATABASE = "north_star.duckdb"
MEMORY = ":memory:"
SMALLEST_COMPANY = 50


class CommandModule(Protocol):
    """A module that brings commands of its own."""

    def register(self, commands: Commands) -> None:
        """Declare them: arguments, help, and `run`, which takes the parsed arguments."""


class ShowDefaults(argparse.ArgumentDefaultsHelpFormatter):
    """Help that ends each argument with its default."""


def add_database(command: argparse.ArgumentParser) -> None:
    """`--database`, for commands that read what dbt has built."""
    command.add_argument(
        "--database",
        type=Path,
        default=Path(os.environ.get("NORTH_STAR_DB", DATABASE)),
        help="what dbt has built",
    )


def show(results: dict[str, float], width: int = 15) -> None:
    """One line per number."""
    for name, value in results.items():
        print(f"{name:40}{value:>{width},.2f}")
