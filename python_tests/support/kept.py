"""Builds that are kept between runs of the tests, for as long as nothing that went into them has changed.

They are in `target/test_builds/`, so `dbt clean` or `rm -r target` forgets them all.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import sys
import tempfile
import time
from collections.abc import Iterable, Sequence
from contextlib import suppress
from importlib.metadata import version
from pathlib import Path

import duckdb

from python_tests.support.project import TREE

KEPT = TREE / "target" / "test_builds"
NEWEST = 2
HOUR = 3600
# What dbt reads of the project, and what decides how it reads it.
READ_BY_DBT = (
    "models", "macros", "seeds", "analyses", "dbt_project.yml", "vars.yml", "profiles.yml", "packages.yml",
)  # fmt: skip
PACKAGES = ("dbt-core", "dbt-duckdb", "dbt-metricflow", "duckdb")
HOW_IT_IS_BUILT = tuple(Path(__file__).with_name(one) for one in ("project.py", "dbt_runs.py"))


def _files(paths: Iterable[Path]) -> Iterable[tuple[str, Path]]:
    """Every file with a name that does not depend on where its folder is."""
    for path in paths:
        if path.is_dir():
            for file in sorted(one for one in path.rglob("*") if one.is_file()):
                yield f"{path.name}/{file.relative_to(path).as_posix()}", file
        elif path.exists():
            yield path.name, path


def key(root: Path, more: Sequence[Path] = (), settings: str = "") -> str:
    """One name for all inputs: the project in `root`, other files or folders, settings, versions."""
    found = hashlib.sha256()
    stated = [*(f"{one} {version(one)}" for one in PACKAGES), sys.version, settings]
    found.update("\n".join(stated).encode())
    for name, file in _files([*(root / one for one in READ_BY_DBT), *HOW_IT_IS_BUILT, *more]):
        content = file.read_bytes()
        found.update(f"\n{name} {len(content)}\n".encode() + content)
    return found.hexdigest()[:16]


def restore(name: str, known_by: str, folder: Path, folders: Path = KEPT) -> bool:
    """Copy what was kept into the folder; False where nothing was."""
    source = folders / f"{name}-{known_by}"
    if not source.is_dir():
        return False
    os.utime(source)  # used last, forgotten last
    shutil.copytree(source, folder, dirs_exist_ok=True)
    return True


def keep(name: str, known_by: str, paths: Sequence[Path], folders: Path = KEPT) -> None:
    """Keep a copy of these files and folders, and of the builds of this name only the newest.

    The copy gets its name when it is complete: a run that is interrupted leaves nothing half done. A database
    may have its last tables in a log next to it, if the process that built it ended first: it gets them.
    """
    folders.mkdir(parents=True, exist_ok=True)
    scratch = Path(tempfile.mkdtemp(prefix="unfinished-", dir=folders))
    for path in paths:
        if path.is_dir():
            shutil.copytree(path, scratch / path.name)
        else:
            if path.suffix == ".duckdb":
                with duckdb.connect(str(path)) as connection:
                    connection.execute("force checkpoint")
            shutil.copyfile(path, scratch / path.name)
    with suppress(OSError):  # another run has kept the same build meanwhile
        scratch.rename(folders / f"{name}-{known_by}")
    shutil.rmtree(scratch, ignore_errors=True)
    kept = sorted(folders.glob(f"{name}-*"), key=lambda one: one.stat().st_mtime, reverse=True)
    abandoned = [one for one in folders.glob("unfinished-*") if time.time() - one.stat().st_mtime > HOUR]
    for old in [*kept[NEWEST:], *abandoned]:
        shutil.rmtree(old, ignore_errors=True)
