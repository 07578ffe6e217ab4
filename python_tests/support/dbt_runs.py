"""Runs dbt in processes forked from one that has imported it and parsed the project: both take seconds."""

from __future__ import annotations

import multiprocessing
import os
import tempfile
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from subprocess import CompletedProcess
from typing import Any

# Names the project that is parsed to the process that is forked from.
PROJECT = "NORTH_STAR_PARSED_PROJECT"
DATABASE = "north_star.duckdb"
OUR_VARIABLES = (
    "NORTH_STAR_RAW", "NORTH_STAR_AS_OF", "NORTH_STAR_DB", "NORTH_STAR_RAW_SCHEMA", "NORTH_STAR_COMMIT",
)  # fmt: skip
FORKS = multiprocessing.get_context("forkserver")
FORKS.set_forkserver_preload(["python_tests.support.parsed"])


def environment() -> dict[str, str]:
    """Of a run of dbt in a copy of the project: none of our variables is set but the database's.

    That one is in the copy's own folder.
    """
    kept = {key: value for key, value in os.environ.items() if key not in OUR_VARIABLES}
    return kept | {"NORTH_STAR_DB": DATABASE, "DBT_PROFILES_DIR": ".", "DO_NOT_TRACK": "1"}


def forked(
    work: Callable[..., bool], parsed: Path, root: Path, environment: Mapping[str, str], *arguments: Any
) -> CompletedProcess[str]:
    """Do the work in a process, folder and environment of its own: what it printed, 0 where it was done."""
    assert os.environ.setdefault(PROJECT, str(parsed)) == str(parsed), "one project is parsed for all forks"
    with tempfile.NamedTemporaryFile("r", encoding="utf-8") as said:
        process = FORKS.Process(target=_work, args=(work, root, dict(environment), said.name, arguments))
        process.start()
        process.join()
        return CompletedProcess(arguments, process.exitcode or 0, said.read(), "")


def _work(
    work: Callable[..., bool], root: Path, environment: dict[str, str], said: str, arguments: Sequence[Any]
) -> None:
    file = os.open(said, os.O_WRONLY)
    os.dup2(file, 1)
    os.dup2(file, 2)
    os.chdir(root)
    os.environ.clear()
    os.environ.update(environment)
    done = work(*arguments)
    print(end="", flush=True)
    raise SystemExit(0 if done else 1)
