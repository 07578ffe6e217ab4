"""A North Star definition that is not right stops the build, in words: file, row, column, what to write."""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from python_tests.support.fault_runs import Edit, Row, Said, assert_accepted, assert_refused, run_each, spoilt
from python_tests.support.project import Project, copy_of

DEFINITIONS, CONDITIONS = "north_star_definitions", "north_star_conditions"
# Only what the check reads, without tests of the data.
SELECTED = (
    "--select", DEFINITIONS, CONDITIONS, "staging.reference", "--exclude-resource-type", "test",
)  # fmt: skip
NORTH_STAR, CREATES = "weekly_task_teams", "weekly_task_teams version 1 condition creates_tasks"


@dataclass(frozen=True)
class Fault:
    """What is done to the rows of one file, and the words that the refusal must hold."""

    id: str
    file: str
    edit: Edit
    says: tuple[str, ...]


def _row(rows: list[Row], name: str, condition: str | None = None) -> Row:
    return next(
        row
        for row in rows
        if row["definition_name"] == name and condition in (None, row.get("condition_name"))
    )


def _definition(id: str, says: str, name: str = NORTH_STAR, /, **values: str) -> Fault:
    column = next(iter(values))
    words = (DEFINITIONS, f"{name} version", f"column {column}", says)
    return Fault(id, DEFINITIONS, lambda rows: _row(rows, name).update(values), words)


def _condition(id: str, says: str, **values: str) -> Fault:
    column = next(iter(values))
    words = (CONDITIONS, CREATES, f"column {column}", says)
    return Fault(id, CONDITIONS, lambda rows: _row(rows, NORTH_STAR, "creates_tasks").update(values), words)


def _event_names(id: str, text: str) -> Fault:
    return _condition(id, "write event names joined by |", event_names=text)


def _new_version(id: str, says: tuple[str, ...], ends: str, **values: str) -> Fault:
    """A second version of the North Star, while the first ends on the day `ends`."""

    def edit(rows: list[Row]) -> None:
        first = _row(rows, NORTH_STAR)
        first["valid_to"] = ends
        rows.append({**first, "definition_version": "2", "valid_from": ends, "valid_to": "", **values})

    return Fault(id, DEFINITIONS, edit, (DEFINITIONS, "weekly_task_teams version", *says))


def _many_active(rows: list[Row]) -> None:
    for row in rows[:4]:
        row["status"] = "active"


def _no_conditions(rows: list[Row]) -> None:
    rows[:] = [row for row in rows if row["definition_name"] != "weekly_active_teams"]


def _set(name: str, condition: str, **values: str) -> Edit:
    return lambda rows: _row(rows, name, condition).update(values)


FAULTS = (
    _definition("unknown_entity", "write account or user", entity="team"),
    _definition("unknown_window", "write day, week, month, quarter", window_unit="fortnight"),
    _definition("no_days_since_sign_up", "write the number of days", "new_active_customers", window_days=""),
    _definition("days_of_a_week", "leave it blank", window_days="7"),
    _definition("unknown_population", "write all, paying or trial", population="payin"),
    _definition("unknown_attribute", "write all, paying or trial", population="paying&size=10"),
    _definition("attribute_twice", "each attribute once", population="segment=a&segment=b"),
    _definition("unknown_reports", "write count, share, quantity or rate", reports="average"),
    _definition("unknown_status", "write active, candidate, library or retired", status="live"),
    _definition("no_date", "such as 2025-06-30", valid_from="soon"),
    _definition("ends_before_it_begins", "write a day after valid_from", valid_to="2020-01-01"),
    _definition("no_owner", "write the team", owner=""),
    _definition("version_no_number", "write a whole number", definition_version="one"),
    _definition("primary_candidate", "only an active definition", "daily_active_users", is_primary="true"),
    _definition("two_primaries", "2 definitions are primary", is_primary="true"),
    _definition("no_primary", "0 definitions are primary", is_primary="false"),
    _definition("primary_ends", "0 definitions are primary on 2026-01-01", is_primary="true"),
    _definition("rate_without_denominator", "0 of its conditions are the denominator", reports="rate"),
    _condition("unknown_aggregate", "write count, sum_quantity", aggregate="average"),
    _condition("unknown_operator", "write >=, >, <=, < or =", operator="=>"),
    _condition("threshold_no_number", "'three' is not right; write a number", threshold="three"),
    _condition("no_threshold", "nothing is not right; write a number", threshold=""),
    _condition("quantity_neither", "write true or false", is_reported_quantity="maybe"),
    _event_names("no_event", ""),
    _event_names("quote", "task'created"),
    _event_names("double_quote", 'task"created'),
    _event_names("sql", "x') or ('1' = '1"),
    _event_names("sql_words", "drop table users"),
    _event_names("comment", "task_created -- all"),
    _event_names("bar_at_the_end", "task_created|"),
    _event_names("spaces_around", "task_created | task_completed"),
    _event_names("star_among_others", "*|task_created"),
    _condition("event_twice", "write each event name once", event_names="task_created|task_created"),
    _condition("objects_of_anything", "write the names of the events whose objects count",
               aggregate="distinct_objects", event_names="*"),
    Fault("condition_without_definition", CONDITIONS,
          _set(NORTH_STAR, "creates_tasks", definition_name="weekly_task_team"),
          (CONDITIONS, "weekly_task_team version 1 condition creates_tasks", "there is no such definition")),
    Fault("definition_without_condition", CONDITIONS, _no_conditions,
          (DEFINITIONS, "weekly_active_teams version 1", "has no condition")),
    Fault("condition_twice", CONDITIONS, lambda rows: rows.append(dict(rows[0])),
          (CONDITIONS, CREATES, "2 rows of the definition have this name")),
    Fault("no_quantity", CONDITIONS, _set(NORTH_STAR, "completes_tasks", is_reported_quantity="false"),
          (DEFINITIONS, "weekly_task_teams version 1", "0 of its conditions are the reported quantity")),
    Fault("asks_for_nothing", CONDITIONS, _set("weekly_active_teams", "comes_together", threshold="0"),
          (DEFINITIONS, "weekly_active_teams version 1", "whoever does nothing meets all of its conditions")),
    Fault("version_twice", DEFINITIONS, lambda rows: rows.append(dict(rows[1])),
          (DEFINITIONS, "weekly_active_accounts version 1", "2 rows have this name and version")),
    Fault("four_active", DEFINITIONS, _many_active, ("column status", "4 are active on 2023-01-01")),
    _new_version("versions_overlap", ("both would be in force", "write valid_to 2024-06-01"), "2025-01-01",
                 valid_from="2024-06-01"),
    _new_version("version_goes_backwards", ("column valid_from", "a version goes backwards"), "2025-01-01",
                 valid_from="2022-01-01", valid_to="2023-01-01"),
)  # fmt: skip


def _edits(fault: Fault) -> dict[str, Edit]:
    """The fault, and what else has to be so that it is the only one."""

    def definitions(rows: list[Row]) -> None:
        if fault.id == "two_primaries":
            rows[1].update(status="active", is_primary="true")
        if fault.id == "primary_ends":
            rows[0]["valid_to"] = "2026-01-01"
        if fault.file == DEFINITIONS:
            fault.edit(rows)

    def conditions(rows: list[Row]) -> None:
        if fault.id.startswith(("versions", "version_goes")):
            own = [row for row in rows if row["definition_name"] == NORTH_STAR]
            rows += [{**row, "definition_version": "2"} for row in own]
        if fault.file == CONDITIONS:
            fault.edit(rows)

    return {f"{DEFINITIONS}.csv": definitions, f"{CONDITIONS}.csv": conditions}


@pytest.fixture(scope="module")
def said(project: Project, tmp_path_factory: pytest.TempPathFactory) -> Said:
    """What dbt said to each fault, and last to the files as they are shipped."""
    copy = copy_of(project, tmp_path_factory.mktemp("definitions") / "project")
    folders = tmp_path_factory.mktemp("reference")
    copies = [spoilt(folders / fault.id, _edits(fault)) for fault in FAULTS]
    return run_each("reference", copy, SELECTED, [*copies, spoilt(folders / "sound", {})])


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault.id)
def test_fault_stops_the_build_and_is_named(fault: Fault, said: Said) -> None:
    assert_refused(said[fault.id], *fault.says)


def test_shipped_definitions_are_accepted(said: Said) -> None:
    assert_accepted(said["sound"])
