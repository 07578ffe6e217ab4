"""Two states of the project (a commit, or the files as they are), both built on the same raw data."""

from __future__ import annotations

import hashlib
import io
import json
import os
import re
import shutil
import subprocess
import sys
import tarfile
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from time import monotonic

from north_star.errors import UserError
from north_star.governance.case import Case, case_of
from north_star.governance.manifest import FIXED_DAY, StateError, compiled, compiled_before
from north_star.settings import ALL_ROOMS, EARLIER, SETTINGS

# What decides about numbers. The command itself, tests and boards do not.
DEFINING = ("models", "macros", "seeds/reference", SETTINGS, EARLIER, "profiles.yml")
DEMO = Path("seeds/demo")
FOLDER = Path("target/review")
DATABASE = "north_star.duckdb"
BUILT = "built.json"
KEPT = 4
PACKAGES = ("dbt-core", "dbt-duckdb", "duckdb")
# Every metric is published in metric_values or in a mart of its own, and MetricFlow reads its semantic model.
SELECTED = ("metric_values", "semantic_model:*")
MART = re.compile(r"\bmart: ([a-z0-9_]+)")


class GitError(UserError):
    """Git cannot provide a state; the text says what to write."""


@dataclass(frozen=True)
class State:
    """A folder with the project and its name for people. `commit` is blank for uncommitted files."""

    root: Path
    name: str
    commit: str

    def digest(self) -> str:
        """A hash of all files that can change a number."""
        found = hashlib.sha256()
        for path in self.files():
            found.update(str(path.relative_to(self.root)).encode() + b"\0" + path.read_bytes() + b"\0")
        return found.hexdigest()[:16]

    def files(self) -> Iterator[Path]:
        for part in DEFINING:
            path = self.root / part
            if path.is_file():
                yield path
            yield from sorted(one for one in path.rglob("*") if one.is_file())


@dataclass(frozen=True)
class Data:
    """The data both states are built on: a raw folder and its last day, or the demo (`raw` is None)."""

    raw: Path | None
    as_of: str

    @property
    def name(self) -> str:
        return str(self.raw) if self.raw else "the demo company"

    def files(self, root: Path) -> Path:
        return self.raw or root / DEMO

    def digest(self, root: Path) -> str:
        """A hash of file names, sizes and times; reading ten years of events would take too long."""
        folder = self.files(root)
        stats = [(str(p.relative_to(folder)), p.stat()) for p in sorted(folder.rglob("*")) if p.is_file()]
        told = [[name, stat.st_size, stat.st_mtime_ns] for name, stat in stats]
        known = [str(folder.absolute()), self.as_of, [version(one) for one in PACKAGES], told]
        return hashlib.sha256(json.dumps(known).encode()).hexdigest()[:16]


@dataclass(frozen=True)
class Built:
    """A state with its definitions and their numbers."""

    state: State
    case: Case
    database: Path


def git(root: Path, *arguments: str) -> bytes:
    done = subprocess.run(["git", *arguments], cwd=root, capture_output=True, check=False)
    if done.returncode != 0:
        raise GitError(f"git {' '.join(arguments)}: {done.stderr.decode(errors='replace').strip()}")
    return done.stdout


def commit_of(root: Path, ref: str) -> str:
    try:
        return git(root, "rev-parse", "--verify", "--quiet", f"{ref}^{{commit}}").decode().strip()
    except GitError:
        raise GitError(
            f"'{ref}' is not a commit here: fetch it (`git fetch origin {ref}`), or name another"
        ) from None


def branched_from(root: Path, ref: str, head: str) -> str:
    """The commit where the branch began; what others changed on `ref` since then is not part of it."""
    base = commit_of(root, ref)
    try:
        return git(root, "merge-base", base, head).decode().strip()
    except GitError:
        raise GitError(f"'{ref}' and {head} have no commit in common: fetch the whole history") from None


@contextmanager
def unpacked(root: Path, commit: str, name: str) -> Iterator[State]:
    """Unpack the files of a commit for the duration of a `with` block."""
    folder = (root / FOLDER / "commits" / commit[:12]).absolute()
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    inside = git(root, "rev-parse", "--show-prefix").decode().strip()
    with tarfile.open(
        fileobj=io.BytesIO(git(root, "archive", "--format=tar", f"{commit}:{inside}"))
    ) as files:
        files.extractall(folder, filter="data")
    try:
        yield State(folder, f"{name} ({commit[:7]})", commit)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def working_tree(root: Path) -> State:
    commit = commit_of(root, "HEAD")
    if git(root, "status", "--porcelain", "--", *DEFINING).strip():
        return State(root.absolute(), "the working tree", "")
    return State(root.absolute(), f"HEAD ({commit[:7]})", commit)


def built(states: list[State], data: Data, cache: Path) -> list[Built]:
    """Build all states on the same data; an earlier build of the same files and data is reused."""
    raw = data.files(states[-1].root)
    digest = data.digest(states[-1].root)
    for state in states[:-1]:
        if data.raw is None and state.root != states[-1].root:
            shutil.rmtree(state.root / DEMO, ignore_errors=True)
            (state.root / DEMO).parent.mkdir(parents=True, exist_ok=True)
            (state.root / DEMO).symlink_to(raw.absolute(), target_is_directory=True)
    with ThreadPoolExecutor(len(states)) as pool:
        waiting = [pool.submit(build, one, data, cache / f"{one.digest()}-{digest}") for one in states]
        found = [one.result() for one in waiting]
    forget(cache, {one.database.parent for one in found})
    return found


def build(state: State, data: Data, folder: Path) -> Built:
    """Build the models that metrics read, without tests; progress goes to stderr."""
    begun = monotonic()

    def say(words: str) -> None:
        print(f"{state.name}: {words}", file=sys.stderr)

    if not (folder / BUILT).exists():
        say("building ...")
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
        run_dbt(state, data, folder)
        if data.as_of != FIXED_DAY:
            # The day is in compiled SQL; fingerprints use a fixed one.
            compiled(state.root, folder)
        (folder / BUILT).write_text(json.dumps({"state": state.name, "data": data.name}), encoding="utf-8")
        say(f"built in {monotonic() - begun:.0f} s")
    else:
        (folder / BUILT).touch()
        say("built before")
    return Built(state, case_of(compiled_before(state.root, folder), data.as_of), folder / DATABASE)


def marts(state: State) -> set[str]:
    """Marts in which metrics are published, according to the metrics' YAML."""
    texts = (one.read_text(encoding="utf-8") for one in (state.root / "models").rglob("*.yml"))
    return {mart for text in texts for mart in MART.findall(text)}


def run_dbt(state: State, data: Data, folder: Path) -> None:
    environment = {
        key: value for key, value in os.environ.items() if not key.startswith(("NORTH_STAR_", "DBT_"))
    }
    environment |= {
        "NORTH_STAR_DB": str((folder / DATABASE).absolute()), "DBT_PROFILES_DIR": ".", "DO_NOT_TRACK": "1",
    }  # fmt: skip
    if data.raw is not None:
        environment["NORTH_STAR_RAW"] = str(data.raw.absolute())
    selected = [f"+{one}" for one in sorted({*SELECTED, *marts(state)})]
    command = [
        sys.executable, "-m", "dbt.cli.main", "build", "--quiet", "--select", *selected,
        "--exclude-resource-type", "test", "--exclude-resource-type", "unit_test",
        "--vars", json.dumps({"as_of": data.as_of, **ALL_ROOMS}),
        "--target-path", str(folder.absolute()), "--log-path", str(folder.absolute()),
    ]  # fmt: skip
    done = subprocess.run(
        command, cwd=state.root, env=environment, text=True, capture_output=True, check=False
    )
    if done.returncode != 0:
        raise StateError(f"{state.name} cannot be built:\n{done.stdout[-3000:]}{done.stderr[-1000:]}")


def forget(cache: Path, needed: set[Path]) -> None:
    """Delete old builds except those needed now and those used last, to save space."""
    folders = [one.parent for one in cache.glob(f"*/{BUILT}") if one.parent not in needed]
    folders.sort(key=lambda one: (one / BUILT).stat().st_mtime, reverse=True)
    for one in folders[max(0, KEPT - len(needed)) :]:
        shutil.rmtree(one, ignore_errors=True)
