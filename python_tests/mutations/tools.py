"""What other tools say of an edit, in a copy of the project: dbt's selector, dbt-semguard, dbt-preflight."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from north_star.governance.manifest import FIXED_DAY
from north_star.settings import ALL_ROOMS
from python_tests.mutations.mutation import Mutation
from python_tests.support.dbt_runs import OUR_VARIABLES
from python_tests.support.project import copy_tree

SEMGUARD = "dbt-semguard==0.5.4"
PREFLIGHT = "dbt-preflight==0.5.2"
# It calls what later releases of sqlglot no longer have; why a package is left out says pyproject.toml.
PREFLIGHT_SQLGLOT = "sqlglot==30.18.0"
LEFT_OUT = "dbt-core-experimental-parser ; sys_platform == 'never'"
# dbt-preflight builds both sides into one database and tells them apart by the schema: ours are named alike.
SCHEMA_NAMES = "macros/settings/generate_schema_name.sql"
DBT_SCHEMA_NAMES = """{% macro generate_schema_name(custom_schema_name, node) %}
    {{- default__generate_schema_name(custom_schema_name, node) -}}
{% endmacro %}
"""
# What only repeats or compares published values, below every metric, is left out of what it has to build.
BELOW = (
    "models/*/governance/**/*.sql", "models/*/governance/**/*unit_tests.yml", "models/marts/_exposures.yml",
    "models/*/drivers/*.*", "analyses/*.sql",
)  # fmt: skip
# Our own tests run without it; with them a failing one would leave the models below without a comparison.
WITHOUT_TESTS = "\ndata_tests: {+enabled: false}\nunit_tests: {+enabled: false}\n"
MART = re.compile(r"^ +mart: (\w+)$", re.MULTILINE)
BASE = "base"
SOURCES = "sources.dbml"
PARSED = "partial_parse.msgpack"


class ToolError(Exception):
    """A tool did not run; the text is its own."""


@dataclass(frozen=True)
class Workplace:
    """A copy of the project in a git repository, to which edits are made and taken back."""

    root: Path
    scratch: Path

    def edit(self, mutations: list[Mutation]) -> None:
        self.git("checkout", "--quiet", "--", ".")
        self.git("clean", "--force", "--quiet", "-d")
        for one in mutations:
            one.apply(self.root)

    def git(self, *arguments: str) -> None:
        said = {"GIT_AUTHOR_NAME": "-", "GIT_AUTHOR_EMAIL": "-"}
        said |= {"GIT_COMMITTER_NAME": "-", "GIT_COMMITTER_EMAIL": "-"}
        run(["git", *arguments], self.root, said)


def run(command: list[str], folder: Path, more: dict[str, str], allowed: tuple[int, ...] = (0,)) -> str:
    known = {
        name: value
        for name, value in os.environ.items()
        if name not in (*OUR_VARIABLES, "VIRTUAL_ENV") and not name.startswith("DBT_")
    }
    environment = {**known, "DO_NOT_TRACK": "1", **more}
    done = subprocess.run(command, cwd=folder, env=environment, text=True, capture_output=True, check=False)
    if done.returncode not in allowed:
        raise ToolError(f"{' '.join(command[:4])}: {done.stdout[-1500:]}{done.stderr[-1500:]}")
    return done.stdout


def workplace(folder: Path, tool: str) -> Workplace:
    """A new copy; what dbt-preflight needs to be otherwise is so on both sides."""
    root = copy_tree(folder / "project")
    (root / ".gitignore").write_text("target/\nlogs/\n*.duckdb*\n.preflight/\n", encoding="utf-8")
    (folder / "overrides.txt").write_text(LEFT_OUT + "\n", encoding="utf-8")
    place = Workplace(root, folder)
    place.git("init", "--quiet", "--initial-branch", BASE)
    if tool == "preflight":
        prepare(place)
    place.git("add", "--all")
    place.git("commit", "--quiet", "--message", "before")
    return place


def prepare(place: Workplace) -> None:
    """What dbt-preflight needs, and the schema that it would derive again for every edit."""
    for pattern in BELOW:
        for path in place.root.glob(pattern):
            path.unlink()
    (place.root / SCHEMA_NAMES).write_text(DBT_SCHEMA_NAMES, encoding="utf-8")
    project = place.root / "dbt_project.yml"
    project.write_text(project.read_text(encoding="utf-8") + WITHOUT_TESTS, encoding="utf-8")
    preflight(place, "schema", "--output", SOURCES)
    (place.root / ".dbt-preflight.yml").write_text(f"schema: {SOURCES}\n", encoding="utf-8")


def dbt(root: Path, target: Path, *arguments: str) -> str:
    """dbt on one checkout, without a database; the day as in a fingerprint."""
    settings = json.dumps({"as_of": FIXED_DAY, **ALL_ROOMS})
    command = [sys.executable, "-m", "dbt.cli.main", *arguments, "--vars", settings]
    command += ["--target-path", str(target), "--log-path", str(target)]
    return run(command, root, {"NORTH_STAR_DB": ":memory:", "DBT_PROFILES_DIR": "."})


def listed(root: Path, state: Path) -> set[str]:
    """The metrics and models that `state:modified+` lists: what dbt takes for modified, and all below it."""
    target = state.parent / "listed"
    shutil.rmtree(target, ignore_errors=True)
    target.mkdir()
    if (state / PARSED).exists():
        shutil.copy2(state / PARSED, target)
    found = dbt(
        root, target, "ls", "--quiet", "--output", "name", "--resource-type", "metric", "--resource-type",
        "model", "--select", "state:modified+", "--state", str(state),
    )  # fmt: skip
    return {line.strip() for line in found.splitlines() if line.strip()}


def dbt_says(place: Workplace, mutations: list[Mutation]) -> str:
    """The listed metrics, by their name or that of the mart that publishes them."""
    state = place.scratch / "state"
    if not state.exists():
        place.edit([])
        dbt(place.root, state, "parse", "--quiet")
    place.edit(mutations)
    names = listed(place.root, state)
    manifest = json.loads((state / "manifest.json").read_text(encoding="utf-8"))
    marts = {one["name"]: one["config"]["meta"].get("mart") for one in manifest["metrics"].values()}
    found = {metric for metric, mart in marts.items() if {metric, mart} & names}
    own = {one.metric for one in mutations if one.metric}
    return f"{len(found)} metrics" if (own & found if own else found) else ""


def semguard_says(place: Workplace, mutations: list[Mutation]) -> str:
    """Its messages, of whatever severity."""
    tool = ["uv", "tool", "run", "--from", SEMGUARD, "semguard"]
    before, after = place.scratch / "before.json", place.scratch / "after.json"
    for path, edits in ((before, []), (after, mutations)):
        if path == after or not before.exists():
            place.edit(edits)
            run(
                [*tool, "extract", "--source", "yaml", "--project-dir", ".", "--output", str(path)],
                place.root,
                {},
            )
    found = run(
        [*tool, "diff", "--base-contract", str(before), "--head-contract", str(after), "--format", "json"],
        place.root, {},
    )  # fmt: skip
    return "; ".join(one["message"] for one in json.loads(found)["changes"])


def preflight(place: Workplace, *arguments: str) -> None:
    """It leaves with 1 where it has found something."""
    tool = ["uv", "tool", "run", "--overrides", str(place.scratch / "overrides.txt"), "--from", PREFLIGHT]
    run([*tool, "--with", PREFLIGHT_SQLGLOT, "dbt-preflight", *arguments], place.root, {}, (0, 1))


def preflight_says(place: Workplace, mutations: list[Mutation]) -> str:
    """What differs on the demo: metrics, and rows of marts, be it one of a policy or candidate only.

    Of an edit that keeps every metric's meaning only marts that metrics are published in or read from count.
    """
    place.edit(mutations)
    summary = place.scratch / "summary.json"
    preflight(
        place, "run", "--base-ref", BASE, "--summary-file", str(summary), "--comment-file",
        str(place.scratch / "comment.md"),
    )  # fmt: skip
    found: dict[str, Any] = json.loads(summary.read_text(encoding="utf-8"))
    if found["fatal"]:
        raise ToolError(found["fatal"])
    moved = sorted({metric["name"] for diff in found["diffs"] for metric in diff["moved_metrics"]})
    marts = {path.stem for path in (place.root / "models/marts").rglob("*.sql")}
    if not any(one.metric for one in mutations):
        marts = metric_marts(place.root)
    rows = sorted(
        diff["name"]
        for diff in found["diffs"]
        if diff["name"] in marts and (diff["rows_differing"] or diff["rows_base"] != diff["rows_head"])
    )
    failed = sorted(one["name"] for one in found["models"] if one["status"] == "failed")
    told = {"metrics": moved, "rows of": rows, "failed": failed}
    return "; ".join(f"{what} {', '.join(names[:4])} ({len(names)})" for what, names in told.items() if names)


def metric_marts(root: Path) -> set[str]:
    """Where metrics are published, and what they are read from."""
    found = set()
    for path in (root / "models/marts").rglob("*.yml"):
        text = path.read_text(encoding="utf-8")
        found |= set(MART.findall(text)) | ({path.stem} if "semantic_model:" in text else set())
    return found


TOOLS = {"dbt": dbt_says, "semguard": semguard_says, "preflight": preflight_says}
