"""A state of the project as dbt sees it: compiled SQL, YAML, reference rows and variables, no data."""

from __future__ import annotations

import csv
import json
import os
import re
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from subprocess import CompletedProcess
from typing import Any

from north_star.errors import UserError
from north_star.governance.lineage import Lineage, Table
from north_star.settings import ALL_ROOMS, project_settings

# The day is in the compiled SQL: always the same one, so that no fingerprint changes overnight.
FIXED_DAY = "2025-12-31"
# What the loader adds to every raw table.
LOADED_COLUMNS = ("_file",)
SETTING = re.compile(r"setting\(\s*'([a-z_]+)'\s*\)")

Run = Callable[[Path, dict[str, str], list[str]], CompletedProcess[str]]


class StateError(UserError):
    """The project does not compile; the text says why."""


@dataclass(frozen=True)
class State:
    """One state of the project: its folder and dbt's manifest of it."""

    root: Path
    manifest: dict[str, Any]

    @cached_property
    def lineage(self) -> Lineage:
        nodes = self.manifest["nodes"].values()
        models = {
            (node["schema"], node["alias"]): (node["name"], node["compiled_code"])
            for node in nodes
            if node["resource_type"] == "model" and node.get("compiled_code")
        }
        tables = {
            (source["schema"], source["identifier"]): Table(
                f"{source['schema']}.{source['name']}", (*source["columns"], *LOADED_COLUMNS)
            )
            for source in self.manifest["sources"].values()
        }
        for name in self.seed_nodes:
            node = self.seed_nodes[name]
            tables[(node["schema"], node["alias"])] = Table(name, self.seed(name)[0])
        return Lineage(models, tables)

    @cached_property
    def metrics(self) -> dict[str, dict[str, Any]]:
        return {metric["name"]: metric for metric in self.manifest["metrics"].values()}

    @cached_property
    def semantic_models(self) -> dict[str, dict[str, Any]]:
        return {one["name"]: one for one in self.manifest["semantic_models"].values()}

    @cached_property
    def models(self) -> dict[str, dict[str, Any]]:
        nodes = self.manifest["nodes"].values()
        return {node["name"]: node for node in nodes if node["resource_type"] == "model"}

    @cached_property
    def seed_nodes(self) -> dict[str, dict[str, Any]]:
        nodes = self.manifest["nodes"].values()
        return {
            node["name"]: node
            for node in nodes
            if node["resource_type"] == "seed" and "reference" in node["fqn"]
        }

    @cached_property
    def seeds(self) -> dict[str, tuple[tuple[str, ...], list[dict[str, str]]]]:
        return {}

    def seed(self, name: str) -> tuple[tuple[str, ...], list[dict[str, str]]]:
        """Columns and rows of a reference file, blanks included: not every model trims what it reads."""
        if name not in self.seeds:
            path = self.root / self.seed_nodes[name]["original_file_path"]
            with path.open(encoding="utf-8", newline="") as file:
                rows = [{k: v or "" for k, v in row.items()} for row in csv.DictReader(file)]
                file.seek(0)
                header = tuple(next(csv.reader(file)))
            self.seeds[name] = (header, rows)
        return self.seeds[name]

    @cached_property
    def variables(self) -> dict[str, str]:
        """The project's settings as the demo has them."""
        own = project_settings(self.root)
        known = {**own, **own.get("demo", {})}
        return {name: str(value) for name, value in known.items() if name not in ("demo", "as_of")}

    def settings_of(self, model: str) -> set[str]:
        """The settings that a model's SQL, or a macro that it calls, reads."""
        node = self.models[model]
        found = set(SETTING.findall(node["raw_code"]))
        waiting, seen = list(node["depends_on"]["macros"]), set()
        while waiting:
            macro = waiting.pop()
            if macro in seen or not macro.startswith("macro.north_star."):
                continue
            seen.add(macro)
            found |= set(SETTING.findall(self.manifest["macros"][macro]["macro_sql"]))
            waiting += self.manifest["macros"][macro]["depends_on"]["macros"]
        return found & set(self.variables)

    @cached_property
    def grains(self) -> dict[str, list[str]]:
        """The columns that tell a model's rows apart, from its tests."""
        found: dict[str, list[str]] = {}
        for node in self.manifest["nodes"].values():
            test = node.get("test_metadata") or {}
            model = (node.get("attached_node") or "").rpartition(".")[2]
            if test.get("name") == "rows_are_sound" and test["kwargs"].get("key"):
                found[model] = test["kwargs"]["key"]
            elif test.get("name") == "is_unique_together":  # in states before December 2026
                found[model] = test["kwargs"]["columns"]
            elif test.get("name") == "unique":
                found.setdefault(model, [test["kwargs"]["column_name"]])
        return found


def run_dbt(root: Path, environment: dict[str, str], arguments: list[str]) -> CompletedProcess[str]:
    """One command of dbt in a process of its own."""
    command = [sys.executable, "-m", "dbt.cli.main", *arguments]
    return subprocess.run(command, cwd=root, env=environment, text=True, capture_output=True, check=False)


def compiled(root: Path, target: Path, run: Run = run_dbt) -> State:
    """Compile a checkout with a fixed day and the project's own settings; no data is read."""
    environment = {
        key: value for key, value in os.environ.items() if not key.startswith(("NORTH_STAR_", "DBT_"))
    }
    environment |= {"NORTH_STAR_DB": ":memory:", "DBT_PROFILES_DIR": ".", "DO_NOT_TRACK": "1"}
    arguments = [
        "compile", "--quiet", "--full-refresh", "--no-populate-cache",
        "--select", "resource_type:model", "--vars", json.dumps({"as_of": FIXED_DAY, **ALL_ROOMS}),
        "--target-path", str(target.absolute()), "--log-path", str(target.absolute()),
    ]  # fmt: skip
    done = run(root, environment, arguments)
    if done.returncode != 0:
        raise StateError(f"{root} does not compile:\n{done.stdout[-3000:]}{done.stderr[-1000:]}")
    return compiled_before(root, target)


def compiled_before(root: Path, target: Path) -> State:
    """Read what an earlier `compiled` left in the target folder."""
    return State(root, json.loads((target / "manifest.json").read_text(encoding="utf-8")))
