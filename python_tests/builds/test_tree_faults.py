"""A row of the metric tree or of the targets that is not right stops the build, in words."""

from __future__ import annotations

import shutil
from dataclasses import dataclass

import pytest

from python_tests.oracles.metric_tree import FILE
from python_tests.support.built import Built
from python_tests.support.fault_runs import Edit, Row, Said, assert_accepted, assert_refused, run_each, spoilt
from python_tests.support.project import copy_of

GOALS = "metric_goals.csv"
SELECTED = (
    "--select", "metric_tree_children", "int_metric_tree_edges", "metric_goals", "int_metric_goals",
    "--exclude-resource-type", "test",
)  # fmt: skip
COLUMNS = ("parent_metric", "child_metric", "operation", "role", "position", "label", "coefficient")


@dataclass(frozen=True)
class Fault:
    """What is done to the shipped rows, and the words that the refusal must hold."""

    id: str
    edit: Edit
    says: tuple[str, ...]


def _row(rows: list[Row], parent: str, child: str) -> Row:
    return next(row for row in rows if (row["parent_metric"], row["child_metric"]) == (parent, child))


def _changed(id: str, where: str, says: str, column: str, text: str) -> Fault:
    """One cell of the row `parent > child` is another."""
    parent, child = where.split(" > ")
    named = {
        "parent_metric": f"{text or '(none)'} > {child}",
        "child_metric": f"{parent} > {text or '(none)'}",
    }
    return Fault(
        id,
        lambda rows: _row(rows, parent, child).update({column: text}),
        (FILE, f"row {named.get(column, where)}", f"column {column}", says),
    )


def _added(id: str, says: str, column: str, *cells: str) -> Fault:
    values = dict(zip(COLUMNS, (*cells, "x", ""), strict=True))
    where = f"row {cells[0]} > "
    return Fault(id, lambda rows: rows.append(values), (FILE, where, f"column {column}", says))


def _goal(
    id: str, says: str, where: str = "nps, total all, team customer-insights", /, **cells: str
) -> Fault:
    """The target of the NPS is another, or has company."""
    return Fault(id, lambda rows: rows[-1].update(cells), (GOALS, f"row {where}", says))


def _second_goal(rows: list[Row]) -> None:
    second = {"goal_name": "nps-again", "period_start": "2026-06-01", "period_end": "2026-12-01"}
    rows.append({**rows[-1], **second})


def _round(rows: list[Row]) -> None:
    cells = ("voluntary_churned_mrr", "mrr", "sum", "addend", "1", "x", "")
    rows.append(dict(zip(COLUMNS, cells, strict=True)))


FAULTS = (
    _goal("unknown_metric", "column metric_name: no metric has this name", "npss", metric_name="npss"),
    _goal("no_metric", "column metric_name: no metric has this name", "(none)", metric_name=""),
    _goal("no_value", "column breakdown: write total and all", "nps, segment (none)",
          breakdown="segment", breakdown_value=""),
    _goal("no_team", "column team: write the team", "nps, total all, team (none)", team=" "),
    _goal("unknown_kind", "column kind: write level or total", kind="average"),
    _goal("no_start", "column period_start: write a day", period_start="July"),
    _goal("no_end", "column period_end: write the first day after", period_end=""),
    _goal("ends_at_its_start", "column period_end: write a day after", period_end="2025-07-01"),
    _goal("target_no_number", "column target: write a number", target="more"),
    Fault("overlap", _second_goal, (GOALS, "row nps, total all", "from 2026-06-01 to 2026-12-01",
                                    "column period_start: it overlaps another target")),
    _changed("unknown_parent", "arpa > mrr", "an orphan, no metric", "parent_metric", "arpaa"),
    _changed("no_parent", "arpa > mrr", "an orphan, no metric that is published", "parent_metric", ""),
    _changed("unpublished_parent", "arpa > mrr", "an orphan", "parent_metric", "usage_cohort_count"),
    _changed("unknown_child", "arpa > mrr", "no metric that is published", "child_metric", "mmr"),
    _changed("no_child", "arpa > mrr", "no metric that is published has this name", "child_metric", ""),
    _changed("unpublished_child", "nrr_12m > base_mrr", "the ratio's own denominator",
             "child_metric", "kept_mrr"),
    _changed("unknown_operation", "arr > mrr", "write sum, difference, product", "operation", "power"),
    _changed("role_of_another_operation", "mrr > opening_mrr", "'factor' is no part of a sum; write addend",
             "role", "factor"),
    _changed("no_role", "net_new_mrr > fx_mrr", "no part of a difference; write addend or subtrahend",
             "role", ""),
    _changed("position_no_number", "arpa > mrr", "write a whole number, 1 to 99", "position", "first"),
    _changed("position_0", "arpa > mrr", "write a whole number, 1 to 99", "position", "0"),
    _changed("no_label", "arpa > mrr", "write how people say it", "label", " "),
    _changed("coefficient_no_number", "arr > mrr", "such as 12, -1 or 1/60", "coefficient", "a dozen"),
    _changed("coefficient_0", "arr > mrr", "such as 12, -1 or 1/60", "coefficient", "0"),
    _changed("divided_by_0", "arr > mrr", "such as 12, -1 or 1/60", "coefficient", "1/0"),
    _added("two_operations", "mrr is a sum and a difference; a parent has one operation", "operation",
           "mrr", "churned_mrr", "difference", "subtrahend", "3"),
    _added("child_twice", "the parent has this child twice", "child_metric",
           "mrr", "opening_mrr", "sum", "addend", "3"),
    _added("position_twice", "the parent has this position twice", "position",
           "mrr", "usage_mrr", "sum", "addend", "2"),
    _added("two_denominators", "exactly one denominator", "role",
           "arpa", "opening_account_count", "ratio", "denominator", "3"),
    _added("four_factors", "two or three factors and denominators together", "role",
           "ltv_margin_adjusted", "mrr", "product", "factor", "4"),
    _added("product_of_one", "two or three factors and denominators together", "role",
           "committed_mrr", "mrr", "product", "factor", "1"),
    _added("difference_without_subtrahend", "at least one addend and one subtrahend", "role",
           "committed_mrr", "mrr", "difference", "addend", "1"),
    _added("ratio_without_denominator", "at least one numerator and exactly one denominator", "role",
           "top_10_share", "top_10_mrr", "ratio", "numerator", "1"),
    _added("week_below_month", "it is published by the week, the parent by the month", "child_metric",
           "committed_mrr", "north_star_new_count", "sum", "addend", "1"),
    _added("its_own_child", "goes round in a circle, committed_mrr > committed_mrr", "child_metric",
           "committed_mrr", "committed_mrr", "sum", "addend", "1"),
    Fault("circle", _round,
          (FILE, "row churned_mrr > voluntary_churned_mrr, column child_metric", "goes round in a circle",
           "churned_mrr > voluntary_churned_mrr > mrr > net_new_mrr > churned_mrr; take out one")),
)  # fmt: skip


@pytest.fixture(scope="module")
def said(demo: Built, tmp_path_factory: pytest.TempPathFactory) -> Said:
    """What dbt said to each fault, and last to the shipped files, over a copy of the built demo."""
    project = copy_of(demo.project, tmp_path_factory.mktemp("tree") / "project")
    shutil.copyfile(demo.project.database, project.database)
    folders = tmp_path_factory.mktemp("reference")
    copies = [spoilt(folders / fault.id, {fault.says[0]: fault.edit}) for fault in FAULTS]
    return run_each("reference", project, SELECTED, [*copies, spoilt(folders / "sound", {})])


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault.id)
def test_fault_stops_the_build_and_is_named(fault: Fault, said: Said) -> None:
    assert_refused(said[fault.id], *fault.says)


def test_shipped_files_are_accepted(said: Said) -> None:
    assert_accepted(said["sound"])
