"""Builds of a few rooms: what the forked process does, and which node belongs to which room."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping, Sequence
from pathlib import Path
from typing import Any

from north_star.rooms import CORE, room_of
from north_star.settings import project_settings

# Core's folders, an earlier one never reading a later one.
CORE_FOLDERS = (
    "staging", "utilities", "billing", "accounts", "revenue", "usage", "retention", "voice", "north_star",
    "registry",
)  # fmt: skip
# Core models that are generated from the rooms that are open, and so read them.
GATHERING = ("days", "metric_catalog", "metric_values", "raw_reconciliation", "rejected_rows")
QUIETLY = ("--quiet", "--no-use-colors", "--log-level-file", "none", "--target-path", "target")


def opened_by(root: Path) -> dict[str, list[str]]:
    """Each optional room and the rooms that open it."""
    found: dict[str, list[str]] = project_settings(root)["room_opened_by"]
    return found


def folder_of(node: Mapping[str, Any], rooms: Collection[str]) -> str:
    """The room of anything in a manifest, one of core by its folder's name; seeds are staging's."""
    switched = room_of(node, {room: None for room in rooms})
    if switched != CORE:
        return switched
    parts = Path(node["original_file_path"]).parts
    if parts[0] != "models":
        return "staging"
    return parts[2] if parts[1] in ("intermediate", "marts") and len(parts) > 3 else parts[1]


def build_room(rooms: Sequence[str], only_opened: bool) -> bool:
    """Parse the project with these rooms and build it, or only their nodes and what gathers over rooms."""
    from dbt.cli.main import dbtRunner

    root = Path.cwd()
    variables = ("--vars", json.dumps({"rooms": list(rooms)}))
    parsed = dbtRunner().invoke([*QUIETLY[:-2], "parse", *variables, *QUIETLY[-2:]])
    if not parsed.success:
        print(parsed.exception)
        return False
    manifest: Any = parsed.result
    # Not run here, and half of the graph that dbt would go through.
    manifest.nodes = {key: one for key, one in manifest.nodes.items() if one.resource_type != "test"}
    selected: list[str] = []
    if only_opened:
        optional = opened_by(root)
        nodes = [
            node.to_dict() for node in manifest.nodes.values() if node.resource_type in ("model", "seed")
        ]
        names = [node["name"] for node in nodes if folder_of(node, optional) in optional]
        selected = ["--select", *names, *GATHERING]
    arguments = ["build", *selected, *variables, "--no-write-json"]
    built = dbtRunner(manifest=manifest).invoke([*QUIETLY[:-2], *arguments, *QUIETLY[-2:]])
    if built.exception:
        print(built.exception)
    return bool(built.success)
