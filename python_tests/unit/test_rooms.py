"""Rooms without a build: switches, the room of a node, the generated list, what check_rooms says."""

from __future__ import annotations

from typing import Any

import jinja2
import pytest
import yaml  # type: ignore[import-untyped]

from north_star.rooms import macro_text, room_models, room_of
from north_star.settings import project_settings
from python_tests.support.project import TREE
from python_tests.support.room_builds import CORE_FOLDERS

OPTIONAL = project_settings(TREE)["room_opened_by"]
PROJECT = yaml.safe_load((TREE / "dbt_project.yml").read_text(encoding="utf-8"))
LAYERS = ("intermediate", "marts")


def _switch(room: str) -> str:
    asked = "var('rooms', 'core')"
    reading = f"var('room_opened_by', {{}}).get('{room}', []) | select('in', {asked}) | list != []"
    return f"{{{{ 'all' in {asked} or {reading} }}}}"


def test_every_room_has_a_switch_of_its_own() -> None:
    for kind in ("metrics", "semantic-models", "saved-queries"):
        switches = PROJECT[kind]["north_star"]["marts"]
        assert {room: one["+enabled"] for room, one in switches.items() if "+enabled" in one} == {
            room: _switch(room) for room in OPTIONAL
        }
    models = PROJECT["models"]["north_star"]
    for layer in LAYERS:
        assert {room: models[layer][room].get("+enabled") for room in OPTIONAL} == {
            room: _switch(room) for room in OPTIONAL
        }


def test_every_folder_is_a_room_and_every_room_a_folder() -> None:
    folders = {
        folder.name
        for layer in LAYERS
        for folder in (TREE / "models" / layer).iterdir()
        if folder.is_dir() and any(folder.rglob("*.sql"))
    }
    assert folders == {*OPTIONAL, *CORE_FOLDERS[2:]}


def test_a_room_opens_itself_and_only_rooms_are_named() -> None:
    for room, opening in OPTIONAL.items():
        assert room in opening
        assert set(opening) <= OPTIONAL.keys()


def test_core_is_what_is_built_by_default() -> None:
    assert project_settings(TREE)["rooms"] == "core"


def _node(name: str, room: str | None, **more: Any) -> dict[str, Any]:
    config = {"enabled": _switch(room)} if room else {}
    return {"name": name, "resource_type": "model", "unrendered_config": config, "columns": {}, **more}


def test_the_room_of_a_node_is_that_of_its_switch() -> None:
    assert room_of(_node("mrr_monthly_by_breakdown", None), OPTIONAL) == "core"
    assert room_of(_node("metric_goals", "goals"), OPTIONAL) == "goals"


def test_marts_judges_and_dates_are_listed_by_room() -> None:
    column = {"name": "created_at", "config": {"meta": {"starts_calendar": True}}}
    source = {
        "name": "support_tickets", "source_name": "support", "columns": {"created_at": column},
        "unrendered_config": {"enabled": _switch("support")},
    }  # fmt: skip
    judge = _node("stg_tickets", "support", columns={"rejection_reason": {}}) | {
        "depends_on": {"nodes": ["source.support.support_tickets"]}
    }
    marts = [_node(name, room) for name, room in (("mrr", None), ("tickets", "support"))]
    metrics = [
        {"config": {"meta": {"mart": "tickets"}}},
        {"config": {"meta": {"mart": "tickets"}}},
        {"config": {"meta": {"mart": "mrr"}}},
        {"config": {"meta": {"mart": "mrr", "is_published": False}}},
    ]
    manifest = {
        "nodes": {node["name"]: node for node in [*marts, judge]},
        "metrics": dict(enumerate(metrics)),
        "sources": {"source.support.support_tickets": source},
    }
    found = room_models(manifest, OPTIONAL)
    assert found == {
        "published": {"core": ["mrr"], "support": ["tickets"]},
        "judged": {"support": [["support_tickets", "support", "stg_tickets"]]},
        "dated": {"support": [["support", "support_tickets", "created_at"]]},
    }
    text = macro_text(found)
    assert text.count('"support": [') == 3
    assert text.endswith("{% endmacro %}\n")


class _StoppedError(Exception):
    pass


class _Exceptions:
    @staticmethod
    def raise_compiler_error(text: str) -> None:
        raise _StoppedError(text)


def _check_rooms(rooms: str | list[str] | None) -> None:
    macro = (TREE / "macros" / "rooms" / "check_rooms.sql").read_text(encoding="utf-8")
    variables = {"rooms": rooms, "room_opened_by": OPTIONAL}
    environment = jinja2.Environment(extensions=["jinja2.ext.do"])
    template = environment.from_string(macro + "{{ check_rooms() }}")
    template.render(var=variables.__getitem__, exceptions=_Exceptions)


@pytest.mark.parametrize("rooms", ["core", "all", "goals", [], ["core"], ["goals", "support"], None])
def test_known_rooms_pass(rooms: str | list[str] | None) -> None:
    _check_rooms(rooms)


@pytest.mark.parametrize("rooms", ["economy", ["goals", "economy"]])
def test_an_unknown_room_is_named(rooms: str | list[str]) -> None:
    with pytest.raises(_StoppedError) as stopped:
        _check_rooms(rooms)
    known = ", ".join(OPTIONAL)
    said = f"The setting 'rooms' names 'economy', which is no room. Write core, all, or a list of: {known}"
    assert str(stopped.value) == said
