"""Builds of a few rooms: what the forked process does, and which node belongs to which room."""

from __future__ import annotations

import json
import re
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
# They gather from the rooms that are open, by a condition, as core's gathering models do.
GATHERING_IN_ROOMS = {"history": {"int_raw_row_changes", "metric_builds"}}
# What tells a macro or a model which rooms are open: the variable, and the nodes and metrics that dbt knows.
ASKS = re.compile(r"var\('rooms'|\bgraph\.(metrics|nodes)\b")
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


def build_core() -> bool:
    """Parse the project with core alone and build it, without its data tests."""
    from dbt.cli.main import dbtRunner

    manifest = _parsed([CORE])
    if manifest is None:
        return False
    # Not run here, and half of the graph that dbt would go through.
    manifest.nodes = {key: one for key, one in manifest.nodes.items() if one.resource_type != "test"}
    arguments = ["build", *_variables([CORE]), "--no-write-json"]
    built = dbtRunner(manifest=manifest).invoke([*QUIETLY[:-2], *arguments, *QUIETLY[-2:]])
    if built.exception:
        print(built.exception)
    return bool(built.success)


def parse_rooms(rooms: Sequence[str]) -> bool:
    """Parse the project with these rooms, as dbt does for whoever opens them."""
    return _parsed(rooms) is not None


def _parsed(rooms: Sequence[str]) -> Any:
    from dbt.cli.main import dbtRunner

    done = dbtRunner().invoke([*QUIETLY[:-2], "parse", *_variables(rooms), *QUIETLY[-2:]])
    if not done.success:
        print(done.exception)
    return done.result if done.success else None


def _variables(rooms: Sequence[str]) -> tuple[str, str]:
    return "--vars", json.dumps({"rooms": list(rooms)})


def asking(macros: Mapping[str, Any], nodes: Mapping[str, Any]) -> list[str]:
    """Models whose SQL is another where other rooms are open: they ask, or call a macro that does."""
    found = {
        key for key, one in macros.items() if one.package_name == "north_star" and ASKS.search(one.macro_sql)
    }
    while more := {key for key, one in macros.items() if found & {*one.depends_on.macros}} - found:
        found |= more
    return [
        node.name
        for node in nodes.values()
        if node.resource_type == "model" and (ASKS.search(node.raw_code) or found & {*node.depends_on.macros})
    ]


def build_opened(room: str) -> bool:
    """Build what can tell which rooms are open, and all that reads metrics, where the rest has been built.

    The project is not parsed again: whatever is shut is taken out of the manifest of all rooms. A model that
    reads what is no longer there does not compile; only of gathering models, which ask which rooms are open,
    the references are taken out, too.
    """
    from python_tests.support.parsed import MANIFEST, forget_tests, invoke

    forget_tests()
    optional = opened_by(Path.cwd())
    for kind in ("nodes", "sources", "metrics", "semantic_models", "saved_queries", "exposures"):
        there = {}
        for key, node in getattr(MANIFEST, kind).items():
            if node.resource_type == "analysis":
                continue  # not built
            own = folder_of(node.to_dict(), optional)
            if own not in optional or room in optional[own]:
                there[key] = node
        setattr(MANIFEST, kind, there)
    known = MANIFEST.nodes.keys() | MANIFEST.sources.keys()
    for node in MANIFEST.nodes.values():
        if node.name in (*GATHERING, *GATHERING_IN_ROOMS.get(room, ())):
            node.depends_on.nodes = [one for one in node.depends_on.nodes if one in known]
    MANIFEST.build_flat_graph()  # what models read as `graph`
    MANIFEST.rebuild_ref_lookup()
    MANIFEST.rebuild_source_lookup()
    selected = [*asking(MANIFEST.macros, MANIFEST.nodes), "metric_catalog+", "metric_values+"]
    return invoke(["build", "--select", *selected, *_variables([room])])
