"""A goal that serves nothing stops the build, in words."""

from __future__ import annotations

import shutil

import pytest

from python_tests.support.built import Built
from python_tests.support.fault_runs import (
    Edit,
    Said,
    assert_accepted,
    assert_refused,
    run_each,
    spoilt,
)
from python_tests.support.project import copy_of

GOALS = "metric_goals.csv"
SELECTED = (
    "--select", "metric_goals", "int_metric_goals", "int_metric_goal_links", "metric_goal_rollup",
    "--exclude-resource-type", "test", "unit_test",
)  # fmt: skip


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
