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
FORKS = multiprocessing.get_context("forkserver")
FORKS.set_forkserver_preload(["python_tests.support.parsed"])


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


def run_dbt(arguments: Sequence[str]) -> bool:
    """One command of dbt here; the project is not parsed again."""
    from python_tests.support.parsed import invoke

    return invoke(arguments)
