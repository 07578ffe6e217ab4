"""Goals that serve goals, against the oracle; a goal that serves nothing stops the build, in words."""

from __future__ import annotations

import shutil

import pytest

from python_tests.built import Built
from python_tests.fault_runs import Edit, Said, assert_accepted, assert_refused, run_each, shipped, spoilt
from python_tests.oracles.metric_goals import Row, link, path, rolled_up, split
from python_tests.project import copy_of

GOALS = "metric_goals.csv"
SELECTED = (
    "--select", "metric_goals", "int_metric_goals", "int_metric_goal_parents", "int_metric_goal_links",
    "int_metric_goal_paths", "--exclude-resource-type", "test", "unit_test",
)  # fmt: skip


def _additive(demo: Built) -> set[str]:
    """Metrics of which the values of every segment add up to the total, in every period of the demo."""
    found = demo.rows(
        "select metric_name from (select metric_name, period_start,"
        " abs(sum(case when breakdown = 'total' then value else -value end)) as difference"
        " from marts.metric_values where breakdown in ('total', 'segment') group by all)"
        " group by all having max(difference) < 1e-6"
    )
    return {row["metric_name"] for row in found}


def test_rollup_of_the_demo_agrees_with_the_oracle(demo: Built) -> None:
    goals = {row["goal_name"]: row for row in shipped(GOALS)}
    tree: list[Row] = [*shipped("metric_tree_children.csv")]
    influencers, additive = shipped("metric_influencers.csv"), _additive(demo)
    targets = demo.mart("metric_targets")
    verdicts = {
        (row["outcome_metric"], row["influencer_metric"]): row["verdict"]
        for row in demo.mart("driver_verdicts")
        if row["period"] == "all"
    }
    found = {row["goal_name"]: row for row in demo.mart("metric_goal_rollup")}
    assert set(found) == set(goals)
    for name, goal in goals.items():
        shown, parent = found[name], goals.get(goal["parent_goal"])
        part = split(goal, parent, tree, additive) if parent else None
        total = rolled_up(goal, goals.values(), tree, additive)
        way = path(goal, goals)
        kind = link(goal, parent, tree, influencers, additive)
        expected = {
            "link": kind,
            "counted_target": float(part[1]) * float(goal["target"]) if part else None,
            "verdict": verdicts[parent["metric_name"], goal["metric_name"]]
            if parent and kind == "hypothesis"
            else None,
            "goal_path": " > ".join(way),
            "goal_depth": len(way) - 1,
            "top_goal": way[0],
            "child_count": sum(one["parent_goal"] == name for one in goals.values()),
            "rolled_up_target": None if total is None else float(total),
            "rollup_gap": None if total is None else float(total) - float(goal["target"]),
        }
        assert {key: shown[key] for key in expected} == expected, name
        status = next(
            row["target_status"]
            for row in targets
            if all(
                str(row[key]) == goal[key]
                for key in ("metric_name", "breakdown_value", "team", "period_start")
            )
        )
        assert shown["target_status"] == status, name


def test_the_demo_shows_every_kind_of_link(demo: Built) -> None:
    found = demo.mart("metric_goal_rollup")
    assert {row["link"] for row in found} == {"top goal", "adds up", "part of it", "hypothesis"}
    assert {row["top_kind"] for row in found} == {"north_star", "company", "own"}
    assert {row["verdict"] for row in found} == {"holds", "does not hold", None}
    gaps = {row["goal_name"]: row["rollup_gap"] for row in found if row["rollup_gap"] is not None}
    assert gaps == {"new-mrr-q4": 0, "churned-mrr-q4": -500, "north-star-accounts-q4": -10}


BASE = {
    "metric_name": "new_mrr", "breakdown": "total", "breakdown_value": "all", "kind": "total",
    "period_start": "2025-01-01", "period_end": "2026-01-01",
}  # fmt: skip
QUARTER = {"period_start": "2025-01-01", "period_end": "2025-04-01"}
ENTERPRISE = {"breakdown": "segment", "breakdown_value": "enterprise"}


@pytest.mark.parametrize(
    ("goal", "parent", "expected"),
    [
        (ENTERPRISE, {}, ("segment", 1)),
        (QUARTER, {}, ("time", 1)),
        ({}, {}, None),
        ({}, ENTERPRISE, None),
        ({"metric_name": "churned_mrr"}, {"metric_name": "net_new_mrr"}, ("formula", -1)),
        ({"metric_name": "churned_mrr", **QUARTER}, {"metric_name": "net_new_mrr"}, ("formula", -1)),
        ({"metric_name": "churned_mrr", **ENTERPRISE}, {"metric_name": "net_new_mrr"}, None),
        ({"metric_name": "mrr", "kind": "level"}, {"metric_name": "arr", "kind": "level"}, ("formula", 12)),
        ({"metric_name": "mrr", "kind": "level", **QUARTER}, {"metric_name": "arr", "kind": "level"}, None),
        ({"metric_name": "mrr", "kind": "level"}, {"metric_name": "arr"}, None),
        ({"metric_name": "arpa", **ENTERPRISE}, {"metric_name": "arpa"}, None),
    ],
)
def test_splits_by_hand(goal: Row, parent: Row, expected: tuple[str, int] | None) -> None:
    tree = shipped("metric_tree_children.csv")
    found = split({**BASE, **goal}, {**BASE, **parent}, tree, {"new_mrr", "mrr"})
    assert (found and (found[0], float(found[1]))) == expected


def _cells(goal: str, **cells: str) -> Edit:
    return lambda rows: next(row for row in rows if row["goal_name"] == goal).update(cells)


def _added(like: str, **cells: str) -> Edit:
    return lambda rows: rows.append({**next(row for row in rows if row["goal_name"] == like), **cells})


def _both(one: Edit, other: Edit) -> Edit:
    def edit(rows: list[dict[str, str]]) -> None:
        one(rows)
        other(rows)

    return edit


FAULTS: dict[str, tuple[Edit, tuple[str, ...]]] = {
    "no_name": (
        _cells("nps-2026", goal_name=""), ("row nps, total all", "column goal_name: write a short name")),
    "name_with_spaces": (_cells("nps-2026", goal_name="a > b"), ("column goal_name: write a short name",)),
    "name_twice": (
        _cells("nps-2026", goal_name="mrr-2025"), ("column goal_name: another goal has the name mrr-2025",)),
    "orphan": (
        _cells("new-mrr-q4", parent_goal="mrr-2024"),
        ("row new-mrr-q4, column parent_goal: an orphan, no goal has the name mrr-2024",)),
    "serves_itself": (
        _cells("new-mrr-q4", parent_goal="new-mrr-q4"),
        ("row new-mrr-q4, column parent_goal: it serves itself",)),
    "another_year": (
        _cells("new-mrr-q4", parent_goal="mrr-2026"),
        ("row new-mrr-q4, column parent_goal: its time is not within that of mrr-2026",
         "2026-01-01 to 2027-01-01")),
    "ends_later": (
        _cells("new-mrr-enterprise-q4", period_end="2026-02-01"),
        ("row new-mrr-enterprise-q4, column parent_goal: its time is not within that of new-mrr-q4",)),
    "nothing_ties_them": (
        _cells("key-actions-q4", parent_goal="mrr-2025"),
        ("row key-actions-q4", "nothing says how key_actions_per_user moves mrr", "metric_influencers.csv")),
    "total_below_a_segment": (
        _cells("unpaid-mrr-q4", metric_name="new_mrr", parent_goal="new-mrr-enterprise-q4"),
        ("row unpaid-mrr-q4, column parent_goal: nothing says how new_mrr moves new_mrr",)),
    "split_twice": (
        _added("new-mrr-smb-q4", goal_name="basic", breakdown="plan", breakdown_value="Basic"),
        ("new-mrr-q4 is split by plan already, and by segment would be counted twice",)),
    "counted_twice": (
        _added("new-mrr-smb-q4", goal_name="smb-again", team="partners"),
        ("row smb-again, column parent_goal: it counts the same numbers as another goal",)),
    "circle": (
        _both(_cells("north-star-new-q4", metric_name="nps", parent_goal="north-star-came-back-q4"),
              _cells("north-star-came-back-q4", metric_name="nps", parent_goal="north-star-new-q4")),
        ("column parent_goal: the goals go round in a circle, north-star-",
         "north-star-new-q4 > north-star-came-back-q4", "; leave one of them without")),
}  # fmt: skip


@pytest.fixture(scope="module")
def said(demo: Built, tmp_path_factory: pytest.TempPathFactory) -> Said:
    """What dbt said to each fault, and last to the shipped file, over a copy of the built demo."""
    project = copy_of(demo.project, tmp_path_factory.mktemp("goals") / "project")
    shutil.copyfile(demo.project.database, project.database)
    folders = tmp_path_factory.mktemp("reference")
    copies = [spoilt(folders / name, {GOALS: edit}) for name, (edit, _) in FAULTS.items()]
    return run_each("reference", project, SELECTED, [*copies, spoilt(folders / "sound", {})])


@pytest.mark.parametrize("name", FAULTS)
def test_fault_stops_the_build_and_is_named(name: str, said: Said) -> None:
    assert_refused(said[name], GOALS, *FAULTS[name][1])


def test_shipped_goals_are_accepted(said: Said) -> None:
    assert_accepted(said["sound"])
