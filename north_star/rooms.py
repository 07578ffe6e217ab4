"""Rooms: which models of each room the marts that span all rooms gather, written for dbt's Jinja.

dbt has to know a model's references before it knows the other models, so `metric_values` cannot look them
up; and nobody should have to keep a list of them. `python -m north_star rooms` reads the parsed project and
writes the list.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from north_star.governance.manifest import StateError
from north_star.settings import ALL_ROOMS, project_settings

MACRO = Path("macros/rooms/room_models.sql")
CORE = "core"
HEAD = """{# What the marts over all rooms gather, by room. Written by `uv run python -m north_star rooms`.
   published: marts that publish a metric. judged: raw table, its source and the model that judges its rows.
   dated: raw columns with which the calendar may begin. #}
"""

Members = dict[str, list[Any]]


def room_of(node: Mapping[str, Any], rooms: Mapping[str, Any]) -> str:
    """The room whose switch the node has, as dbt_project.yml says it; core where it has none."""
    switch = str(node.get("unrendered_config", {}).get("enabled", ""))
    return next((room for room in rooms if f".get('{room}'" in switch), CORE)


def room_models(manifest: Mapping[str, Any], rooms: Mapping[str, Any]) -> dict[str, Members]:
    """By kind and room, what is gathered; `manifest` is of a project with all rooms open."""
    found: dict[str, Members] = {"published": {}, "judged": {}, "dated": {}}
    models = {node["name"]: node for node in manifest["nodes"].values() if node["resource_type"] == "model"}
    for metric in manifest["metrics"].values():
        meta = metric["config"]["meta"]
        if meta.get("is_published", True):
            marts = found["published"].setdefault(room_of(models[meta["mart"]], rooms), [])
            if meta["mart"] not in marts:
                marts.append(meta["mart"])
    for name, model in models.items():
        for read in model["depends_on"]["nodes"] if "rejection_reason" in model["columns"] else ():
            if read.startswith("source."):
                source = manifest["sources"][read]
                row = [source["name"], source["source_name"], name]
                found["judged"].setdefault(room_of(model, rooms), []).append(row)
    for source in manifest["sources"].values():
        for column in source["columns"].values():
            if column["config"]["meta"].get("starts_calendar"):
                row = [source["source_name"], source["name"], column["name"]]
                found["dated"].setdefault(room_of(source, rooms), []).append(row)
    return {
        kind: {room: sorted(members) for room, members in sorted(by_room.items())}
        for kind, by_room in found.items()
    }


def macro_text(found: Mapping[str, Members]) -> str:
    """The file that `python -m north_star rooms` writes."""
    lines = [HEAD + "{% macro room_models() %}", "    {{ return({"]
    for kind, by_room in found.items():
        lines.append(f"        {json.dumps(kind)}: {{")
        for room, members in by_room.items():
            lines.append(f"            {json.dumps(room)}: [")
            lines += [f"                {json.dumps(member)}," for member in members]
            lines.append("            ],")
        lines.append("        },")
    return "\n".join([*lines, "    }) }}", "{% endmacro %}", ""])


def current_macro(root: Path = Path()) -> str:
    """The file as it should be: parses the project with all rooms open."""
    target = root / "target" / "rooms"
    settings = json.dumps({**ALL_ROOMS, "is_listing": True})
    command = [
        sys.executable, "-m", "dbt.cli.main", "parse", "--quiet", "--vars", settings,
        "--target-path", str(target.absolute()), "--log-path", str(target.absolute()),
    ]  # fmt: skip
    done = subprocess.run(command, cwd=root, text=True, capture_output=True, check=False)
    if done.returncode != 0:
        raise StateError(f"the project cannot be parsed:\n{done.stdout[-3000:]}{done.stderr[-1000:]}")
    manifest = json.loads((target / "manifest.json").read_text(encoding="utf-8"))
    return macro_text(room_models(manifest, project_settings(root)["room_opened_by"]))
