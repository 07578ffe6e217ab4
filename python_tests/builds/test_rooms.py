"""Rooms: core stands alone, every room works with core alone, and nothing of a shut room is left behind."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Iterator, Mapping, Set
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import duckdb
import pytest
from jinja2 import Environment, StrictUndefined
from metricflow_semantic_interfaces.validations.semantic_manifest_validator import SemanticManifestValidator
from metricflow_semantics.model.dbt_manifest_parser import parse_manifest_from_dbt_generated_manifest

from north_star.rooms import CORE, MACRO, macro_text, room_models, room_of
from python_tests.support import kept
from python_tests.support.dbt_runs import forked
from python_tests.support.project import TREE, Project, copy_of
from python_tests.support.room_builds import (
    CORE_FOLDERS,
    GATHERING,
    GATHERING_IN_ROOMS,
    build_core,
    build_opened,
    folder_of,
    opened_by,
    parse_rooms,
)
from python_tests.support.shared import built_once

# What the house may cost; a number that is lower is written down here.
MOST_MODELS = {CORE: 87, "all": 185}
LONGEST_PATHS = {"mrr_monthly": 14, "north_star_periods": 15}
LONGEST_PATH = 22
MOST_MODELS_BEHIND_MRR = 25

OPTIONAL = opened_by(TREE)
# The room that dbt also parses as its users do. It opens another one.
PARSED_ALONE = "alerts"
# Of a manifest: what a room brings.
KINDS = ("nodes", "sources", "metrics", "semantic_models", "saved_queries", "exposures")

# Of the semantic manifest: its parts, by what the project's manifest calls them.
SEMANTIC_PARTS = {"semantic_models": "semantic_model", "metrics": "metric", "saved_queries": "saved_query"}

Node = Mapping[str, Any]


@dataclass(frozen=True)
class House:
    """What a manifest says about rooms."""

    manifest: Mapping[str, Any]

    @cached_property
    def everything(self) -> dict[str, Node]:
        return {
            key: node
            for kind in KINDS
            for key, node in self.manifest[kind].items()
            if node["resource_type"] not in ("analysis", "operation")
        }

    @cached_property
    def rooms(self) -> dict[str, str]:
        """The room of everything, of core's the folder."""
        return {key: folder_of(node, OPTIONAL) for key, node in self.everything.items()}

    @cached_property
    def models(self) -> set[str]:
        return {key for key, node in self.everything.items() if node["resource_type"] == "model"}

    def read(self, key: str) -> set[str]:
        return self.everything.keys() & set(self.everything[key].get("depends_on", {}).get("nodes", ()))

    @cached_property
    def crossings(self) -> set[tuple[str, str, str, str]]:
        """Reading room and name, room and name that are read; tests left out, which compare rooms."""
        return {
            (self.rooms[key], node["name"], self.rooms[source], self.everything[source]["name"])
            for key, node in self.everything.items()
            if node["resource_type"] != "test"
            for source in self.read(key)
            if self.rooms[key] != self.rooms[source]
        }

    @cached_property
    def ancestors(self) -> dict[str, Set[str]]:
        """Of each model: itself and the models behind it."""
        found: dict[str, Set[str]] = {}
        for key in self.in_order:
            behind = (found[source] for source in self.read(key) & self.models)
            found[key] = {key}.union(*behind)
        return found

    @cached_property
    def depths(self) -> dict[str, int]:
        """Of each model by name: how many models the longest path to it has."""
        found: dict[str, int] = {}
        for key in self.in_order:
            found[key] = 1 + max((found[source] for source in self.read(key) & self.models), default=0)
        return {self.everything[key]["name"]: depth for key, depth in found.items()}

    @cached_property
    def in_order(self) -> list[str]:
        """Models, each after those that it reads."""
        left, done = set(self.models), list[str]()
        while left:
            ready = sorted(key for key in left if not self.read(key) & left)
            assert ready, f"these models read each other in a circle: {sorted(left)}"
            done += ready
            left.difference_update(ready)
        return done


@pytest.fixture(scope="module")
def house(project: Project) -> House:
    """All rooms open."""
    return House(project.manifest)


def _open_with(room: str) -> set[str]:
    return {one for one, opening in OPTIONAL.items() if room in opening}


def test_core_reads_no_optional_room(house: House) -> None:
    found = [
        one
        for one in sorted(house.crossings)
        if one[0] not in OPTIONAL and one[2] in OPTIONAL and one[1] not in GATHERING
    ]
    assert found == []


def test_an_optional_room_reads_core_and_rooms_that_it_opens(house: House) -> None:
    found = [
        one
        for one in sorted(house.crossings)
        if one[0] in OPTIONAL and one[2] in OPTIONAL and one[0] not in OPTIONAL[one[2]]
        if one[1] not in GATHERING_IN_ROOMS.get(one[0], ())
    ]
    assert found == []


def test_rooms_open_no_other_than_they_need(house: House) -> None:
    """room_opened_by follows from what reads what, directly or by way of other rooms."""
    needed: dict[str, set[str]] = {room: {room} for room in OPTIONAL}
    direct = {
        (reader, source)
        for reader, name, source, _ in house.crossings
        if reader in OPTIONAL and source in OPTIONAL and name not in GATHERING_IN_ROOMS.get(reader, ())
    }
    for _ in OPTIONAL:
        for reader, source in direct:
            needed[source] |= needed[reader]
    assert {room: set(opening) for room, opening in OPTIONAL.items()} == needed


def test_an_earlier_room_of_core_reads_no_later_one(house: House) -> None:
    place = {folder: number for number, folder in enumerate(CORE_FOLDERS)}
    unknown = {house.rooms[key] for key in house.models} - OPTIONAL.keys() - place.keys()
    assert unknown == set(), "folders that are no room"
    found = [
        one
        for one in sorted(house.crossings)
        if one[0] in place and one[2] in place and place[one[0]] < place[one[2]]
    ]
    assert found == []


def test_the_house_stays_small(house: House) -> None:
    in_core = [key for key in house.models if house.rooms[key] not in OPTIONAL]
    assert len(in_core) <= MOST_MODELS[CORE]
    assert len(house.models) <= MOST_MODELS["all"]
    too_deep = {
        name: house.depths[name] for name in LONGEST_PATHS if house.depths[name] > LONGEST_PATHS[name]
    }
    assert too_deep == {}
    assert max(house.depths.values()) <= LONGEST_PATH
    assert len(house.ancestors["model.north_star.mrr_monthly"]) <= MOST_MODELS_BEHIND_MRR


def test_the_list_of_what_rooms_publish_is_current(project: Project) -> None:
    assert (project.root / MACRO).read_text(encoding="utf-8") == macro_text(
        room_models(project.manifest, OPTIONAL)
    )


def test_a_room_that_does_not_exist_stops_the_build(project: Project, tmp_path: Path) -> None:
    copy = copy_of(project, tmp_path / "project")
    done = copy.run(
        "run", "--select", "metric_catalog", "--vars", json.dumps({"rooms": ["economy", "goals"]})
    )
    assert done.returncode != 0
    said = " ".join(done.stdout.split())
    assert (
        "The setting 'rooms' names 'economy', which is no room. Write core, all, or a list of: "
        + ", ".join(OPTIONAL)
        in said
    )


def _brought(house: House, open_rooms: Set[str]) -> set[str]:
    """What core and the open rooms bring, tests aside."""
    return {
        key
        for key, room in house.rooms.items()
        if (room not in OPTIONAL or room in open_rooms) and house.everything[key]["resource_type"] != "test"
    }


def _assert_semantic_layer_is_valid(text: str) -> None:
    semantic = parse_manifest_from_dbt_generated_manifest(manifest_json_string=text)
    verdict: Any = SemanticManifestValidator[Any]().validate_semantic_manifest(semantic)
    assert [issue.as_readable_str() for issue in verdict.all_issues if verdict.has_blocking_issues] == []


def _check_parsed(parsed: Project, house: House, open_rooms: Set[str]) -> None:
    """What dbt finds in the project is what core and the open rooms bring; the semantic layer is valid."""
    found = House(parsed.manifest)
    tests = {
        key
        for key, node in found.everything.items()
        if node["resource_type"] == "test" and node["config"]["enabled"]
    }
    brought = {key for key, node in found.everything.items() if node["resource_type"] != "test"}
    assert brought == _brought(house, open_rooms)
    assert {found.rooms[key] for key in tests} <= {*CORE_FOLDERS, "marts", *open_rooms}
    _assert_semantic_layer_is_valid((parsed.target / "semantic_manifest.json").read_text(encoding="utf-8"))


def _check_built(built: Project, house: House, open_rooms: Set[str]) -> None:
    """Tables of core and of open rooms are there, others are not, nor are they in the catalog."""
    with duckdb.connect(str(built.database), read_only=True) as warehouse:
        there = {
            name
            for (name,) in warehouse.execute("select table_name from information_schema.tables").fetchall()
        }
        marts = {
            mart for (mart,) in warehouse.execute("select distinct mart from marts.metric_catalog").fetchall()
        }
        published = {
            metric
            for (metric,) in warehouse.execute(
                "select distinct metric_name from marts.metric_values"
            ).fetchall()
        }
        known = {
            metric
            for (metric,) in warehouse.execute("select metric_name from marts.metric_catalog").fetchall()
        }
    models = {house.everything[key]["name"]: house.rooms[key] for key in house.models}
    shut = {name for name, room in models.items() if room in OPTIONAL.keys() - open_rooms}
    assert there & shut == set()
    assert marts & shut == set()
    assert marts <= there
    assert published <= known, "a metric that is published is in the catalog"
    expected_tables = {
        house.everything[key]["name"]
        for key in _brought(house, open_rooms) & house.models
        if house.everything[key]["config"]["materialized"] != "ephemeral"
    }
    assert expected_tables <= there


@pytest.fixture(scope="module")
def core(project: Project, tmp_path_factory: pytest.TempPathFactory) -> Project:
    """A copy of the project in which core alone is built, from nothing and without data tests."""

    def build(folder: Path) -> None:
        made = copy_of(project, folder / "project")
        known_by = kept.key(made.root, settings=CORE)
        if kept.restore(CORE, known_by, made.root):
            return
        _run(build_core, made)
        kept.keep(CORE, known_by, [made.database, made.target])

    return Project(built_once(tmp_path_factory, CORE, build) / "project", parsed_by=project.root)


def _run(work: Callable[..., bool], made: Project, *arguments: Any) -> None:
    done = forked(work, made.parsed_by or made.root, made.root, made.environment, *arguments)
    assert done.returncode == 0, done.stdout[-6000:]


@pytest.fixture
def opened(project: Project, tmp_path: Path) -> Iterator[Project]:
    """A copy of the project and of the database of all rooms, removed when the test is done: it is large."""
    made = copy_of(project, tmp_path / "project")
    shutil.copyfile(project.database, made.database)
    yield made
    shutil.rmtree(made.root)


def test_core_stands_alone(core: Project, house: House) -> None:
    _check_parsed(Project(core.root), house, set())
    _check_built(core, house, set())


def test_dbt_finds_core_and_a_room_where_only_that_is_open(
    project: Project, house: House, tmp_path: Path
) -> None:
    made = copy_of(project, tmp_path / "project")
    _run(parse_rooms, made, [PARSED_ALONE])
    _check_parsed(Project(made.root), house, _open_with(PARSED_ALONE))


@pytest.mark.parametrize("room", [CORE, *OPTIONAL])
def test_a_switch_opens_its_room_for_those_that_read_it(house: House, room: str) -> None:
    """Each switch is worked out as dbt does. Which rooms have to open it is proved above."""
    switches = {
        str(node["unrendered_config"]["enabled"])
        for key, node in house.everything.items()
        if "enabled" in node.get("unrendered_config", {}) and house.rooms[key] in OPTIONAL
    }
    variables = {"rooms": [room], "room_opened_by": OPTIONAL}
    environment = Environment(undefined=StrictUndefined)
    opening = {
        switch
        for switch in switches
        if environment.from_string(switch).render(var=lambda name, default: variables.get(name, default))
        == "True"
    }
    names = {switch: room_of({"unrendered_config": {"enabled": switch}}, OPTIONAL) for switch in switches}
    assert set(names.values()) == OPTIONAL.keys()
    assert {names[switch] for switch in opening} == _open_with(room)
    assert {names[switch] for switch in switches - opening} == OPTIONAL.keys() - _open_with(room)


def _made_of(metric: Mapping[str, Any]) -> set[tuple[str, str]]:
    """Metrics and the semantic model that a metric names; MetricFlow's validator does not look for them."""
    params = metric["type_params"]
    inputs = (params["numerator"], params["denominator"], *params["metrics"])
    model = (params["metric_aggregation_params"] or {}).get("semantic_model")
    return {("metric", one["name"]) for one in inputs if one} | (
        {("semantic_model", model)} if model else set()
    )


@pytest.mark.parametrize("room", OPTIONAL)
def test_the_semantic_layer_of_core_and_a_room_is_valid(project: Project, house: House, room: str) -> None:
    semantic = json.loads((project.target / "semantic_manifest.json").read_text(encoding="utf-8"))
    there = _brought(house, _open_with(room))
    names = {(key.partition(".")[0], house.everything[key]["name"]) for key in there}
    for part, kind in SEMANTIC_PARTS.items():
        assert semantic[part], part
        semantic[part] = [one for one in semantic[part] if (kind, one["name"]) in names]
    assert {one for metric in semantic["metrics"] for one in _made_of(metric)} <= names
    _assert_semantic_layer_is_valid(json.dumps(semantic))


def _take_away(built: Project, house: House, rooms: Set[str]) -> None:
    """Drop all tables and views of these rooms."""
    with duckdb.connect(str(built.database)) as warehouse:
        kinds = {
            (schema, name): "view" if kind == "VIEW" else "table"
            for schema, name, kind in warehouse.execute(
                "select table_schema, table_name, table_type from information_schema.tables"
            ).fetchall()
        }
        for key, node in house.everything.items():
            relation = node.get("schema", ""), node.get("alias", node.get("identifier", ""))
            if relation in kinds and house.rooms[key] in rooms:
                warehouse.execute(f"drop {kinds[relation]} {'.'.join(relation)}")


@pytest.mark.parametrize("room", OPTIONAL)
def test_a_room_works_with_core_alone(opened: Project, house: House, room: str) -> None:
    """Where nothing of the other rooms is left, all builds that can tell which rooms are open.

    The other models of a room read core and rooms that it opens, which is proved above, and have been built.
    """
    _take_away(opened, house, OPTIONAL.keys() - _open_with(room))
    _run(build_opened, opened, room)
    _check_built(opened, house, _open_with(room))
    if room == "alerts":
        with duckdb.connect(str(opened.database), read_only=True) as warehouse:
            waiting = warehouse.execute(
                "select count(*) from staging.metric_alert_rules as rules anti join marts.metric_catalog"
                " using (metric_name) where rules.metric_name is not null"
            ).fetchone()
        assert waiting is not None and waiting[0] > 0, "a rule of a metric of a shut room waits"
