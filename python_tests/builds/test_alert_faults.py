"""A row of the alert rules or of the mutes that is not right stops the build, in words."""

from __future__ import annotations

import shutil
from dataclasses import dataclass

import pytest

from python_tests.support.built import Built
from python_tests.support.fault_runs import Edit, Row, Said, assert_accepted, assert_refused, run_each, spoilt
from python_tests.support.project import copy_of

RULES, MUTES = "metric_alert_rules.csv", "metric_alert_mutes.csv"
SELECTED = (
    "--select", "metric_alert_rules", "int_metric_alert_rules", "metric_alert_mutes",
    "int_metric_alert_mutes", "--exclude-resource-type", "test",
)  # fmt: skip


@dataclass(frozen=True)
class Fault:
    """What is done to the shipped rows, and the words that the refusal must hold."""

    id: str
    file: str
    edit: Edit
    says: tuple[str, ...]


def _mute(
    id: str, says: str, where: str = "ticket_count from 2024-07-01 to 2024-10-01", /, **cells: str
) -> Fault:
    """The last mute is another."""
    return Fault(id, MUTES, lambda rows: rows[-1].update(cells), (MUTES, f"row {where}", says))


def _rule(id: str, says: str, where: str = "mrr total", /, **cells: str) -> Fault:
    """The row of the MRR is another."""

    def edit(rows: list[Row]) -> None:
        next(row for row in rows if row["metric_name"] == "mrr").update(cells)

    return Fault(id, RULES, edit, (RULES, f"row {where}", says))


def _default(id: str, says: str, where: str = "* month total", /, **cells: str) -> Fault:
    """The default of months is another."""

    def edit(rows: list[Row]) -> None:
        next(row for row in rows if row["period_grain"] == "month").update(cells)

    return Fault(id, RULES, edit, (RULES, f"row {where}", says))


def _one_default_less(rows: list[Row]) -> None:
    rows.pop(3)


def _again(rows: list[Row]) -> None:
    rows.append({**rows[-1], "period_start": "2024-09-30", "period_end": "2024-12-01"})


FAULTS = (
    _rule("unknown_metric", "column metric_name: no metric has this name", "mmr total", metric_name="mmr"),
    _rule("no_metric", "column metric_name: no metric has this name", "(none) total", metric_name=""),
    _rule("grain_of_a_metric", "column period_grain: leave it blank", "mrr month total",
          period_grain="month"),
    _rule("no_breakdown", "column breakdown: write total, or a breakdown", "mrr (none)", breakdown=" "),
    _rule("unknown_breakdown", "column breakdown: the metric is not published by role", "mrr role",
          breakdown="role"),
    _rule("unknown_measure", "column measure: write value, change_rate or year_change_rate", measure="trend"),
    _rule("unknown_seasonality", "column seasonality: write weekday or none", seasonality="month"),
    _rule("weekday_of_a_month", "column seasonality: write none; only days have weekdays",
          seasonality="weekday"),
    _rule("unknown_direction", "column direction: write both, up, down or none", direction="worse"),
    _rule("threshold_no_number", "column threshold: write a number from 1 to 100", threshold="high"),
    _rule("threshold_too_small", "column threshold: write a number from 1 to 100", threshold="0.5"),
    _rule("history_no_number", "column history_count: write a whole number from 14 to 1000",
          history_count="all"),
    _rule("history_too_short", "column history_count: write a whole number from 14", history_count="13"),
    _rule("minimum_no_number", "column minimum_history_count: write a whole number",
          minimum_history_count="x"),
    _rule("minimum_too_small", "column minimum_history_count: write a whole number from 14 on",
          minimum_history_count="3"),
    _rule("minimum_above_history", "column minimum_history_count: write a number that is not above",
          minimum_history_count="25"),
    _rule("zero_spread_no_number", "column zero_spread_change: write a share above 0",
          zero_spread_change="no"),
    _rule("zero_spread_of_0", "column zero_spread_change: write a share above 0", zero_spread_change="0"),
    Fault("metric_twice", RULES, lambda rows: rows.append(dict(rows[-1])),
          (RULES, "row user_usage_retention_from_day_30 total", "it has two rows for this breakdown")),
    _default("unknown_grain", "column period_grain: write day, week, month or quarter", "* year total",
             period_grain="year"),
    _default("default_of_a_breakdown", "column breakdown: write total", "* month plan", breakdown="plan"),
    _default("blank_default", "column metric_name: a row of * leaves no cell blank", threshold=""),
    Fault("default_missing", RULES, _one_default_less,
          (RULES, "row * ", "write a row of * for each of day, week, month and quarter")),
    _mute("mute_of_no_metric", "column metric_name: no metric has this name; write one of metric_catalog",
          "tickets from", metric_name="tickets"),
    _mute("mute_without_metric", "column metric_name: no metric has this name", "(none) from",
          metric_name=""),
    _mute("no_start", "column period_start: write a day", "ticket_count from July to", period_start="July"),
    _mute("no_end", "column period_end: write the first day after",
          "ticket_count from 2024-07-01 to (none)", period_end=""),
    _mute("ends_at_its_start", "column period_end: write a day after period_start",
          "ticket_count from 2024-07-01 to 2024-07-01", period_end="2024-07-01"),
    _mute("unknown_kind", "column kind: write muted or acknowledged", kind="silent"),
    _mute("nobody", "column who: write the team or person", who=""),
    _mute("no_reason", "column reason: write why", reason=" "),
    Fault("overlap", MUTES, _again, (MUTES, "row ticket_count from 2024-09-30 to 2024-12-01",
                                     "column period_start: it overlaps another row of this metric")),
)  # fmt: skip


@pytest.fixture(scope="module")
def said(demo: Built, tmp_path_factory: pytest.TempPathFactory) -> Said:
    """What dbt said to each fault, and last to the shipped files, over a copy of the built demo."""
    project = copy_of(demo.project, tmp_path_factory.mktemp("alerts") / "project")
    shutil.copyfile(demo.project.database, project.database)
    folders = tmp_path_factory.mktemp("reference")
    copies = [spoilt(folders / fault.id, {fault.file: fault.edit}) for fault in FAULTS]
    return run_each("reference", project, SELECTED, [*copies, spoilt(folders / "sound", {})])


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault.id)
def test_fault_stops_the_build_and_is_named(fault: Fault, said: Said) -> None:
    assert_refused(said[fault.id], *fault.says)


def test_shipped_files_are_accepted(said: Said) -> None:
    assert_accepted(said["sound"])
