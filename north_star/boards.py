"""`python -m north_star boards`: dbt Charts with only the boards of rooms that are built.

dbt Charts shows every file in charts/ and cannot leave one out; a board of a shut room would show errors
instead of charts. So dct gets a folder with copies of the other boards.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Set
from pathlib import Path
from typing import TYPE_CHECKING

from north_star.command_line import DATABASE
from north_star.errors import UserError

if TYPE_CHECKING:
    from north_star.command_line import Commands

BOARDS = Path("charts")
SOURCES = Path("dbt_charts.yml")
DEFAULTS = "meta.yml"
READ = re.compile(r"""\bref\(\s*['"](\w+)['"]\s*\)""")


class BoardsError(UserError):
    """No build whose boards could be shown."""


def register(commands: Commands) -> None:
    """Declare the command."""
    boards = commands.add_parser(
        "boards", help="dbt Charts (dct) on the boards of the rooms that are built: serve, validate"
    )
    boards.add_argument(
        "action", nargs="?", choices=("serve", "validate"), default="serve", help="what dct does"
    )
    boards.add_argument("more", nargs=argparse.REMAINDER, help="passed on to dct, such as --port 3000")
    boards.set_defaults(run=run)


def built(target: Path) -> set[str]:
    """Models and seeds of the last build or parse."""
    manifest = target / "manifest.json"
    if not manifest.exists():
        raise BoardsError(f"{manifest} is not there: run `uv run dbt build`")
    nodes = json.loads(manifest.read_text(encoding="utf-8"))["nodes"].values()
    return {node["name"] for node in nodes if node["resource_type"] in ("model", "seed")}


def open_boards(known: Set[str], folder: Path = BOARDS) -> list[Path]:
    """Boards that read nothing but what is known."""
    return [
        board
        for board in sorted(folder.glob("*.yml"))
        if board.name != DEFAULTS and set(READ.findall(board.read_text(encoding="utf-8"))) <= known
    ]


def gather(known: Set[str], into: Path, root: Path = Path()) -> list[Path]:
    """Rebuild the folder for dct, and return the boards in it."""
    shutil.rmtree(into, ignore_errors=True)
    (into / BOARDS).mkdir(parents=True)
    shutil.copyfile(root / SOURCES, into / SOURCES)
    shutil.copyfile(root / BOARDS / DEFAULTS, into / BOARDS / DEFAULTS)
    chosen = open_boards(known, root / BOARDS)
    for board in chosen:
        shutil.copyfile(board, into / BOARDS / board.name)
    return chosen


def run(arguments: argparse.Namespace) -> int:
    """Gather the boards and hand over to dct."""
    target = Path(os.environ.get("DBT_TARGET_PATH", "target"))
    into = target / "open_boards"
    chosen = gather(built(target), into)
    print(
        f"{len(chosen)} boards of rooms that are built: {', '.join(board.stem for board in chosen)}",
        flush=True,
    )
    command = [str(Path(sys.executable).with_name("dct")), arguments.action, "--project-dir", str(into)]
    command += ["--dbt-project-dir", str(Path.cwd()), *arguments.more]
    database = Path(os.environ.get("NORTH_STAR_DB", DATABASE)).resolve()
    try:
        return subprocess.run(
            command, env={**os.environ, "NORTH_STAR_DB": str(database)}, check=False
        ).returncode
    except KeyboardInterrupt:  # how a server is stopped
        return 0
