"""What people set for usage, activation and voice: a row or value that makes no sense stops dbt, in words."""

from __future__ import annotations

import json

import pytest

from python_tests.support.fault_runs import Said, assert_accepted, assert_refused, run_each
from python_tests.support.project import Project, copy_of

SEED = "usage_retention_windows"
HEADER = "window_name,kind,first_day,last_day\n"
BROKEN = {
    "day_7,on_days,7,7": ("day_7", "on_days", "kind must be on_day, on_or_after or bracket"),
    "back,bracket,8,7": ("back", "last_day is before first_day"),
    "later,on_or_after,30,40": ("later", "on_or_after has no last_day"),
    "o'clock,on_day,one,1": ("o'clock", "first_day must be a whole number from 1 on"),
    "twice,on_day,1,1\ntwice,on_day,2,2": ("twice", "differ from all others"),
}
SETTINGS = {
    ("session_gap_minutes", "0"): "a whole number of minutes, 1 to 1440",
    ("session_gap_minutes", "1441"): "a whole number of minutes, 1 to 1440",
    ("session_gap_minutes", "half an hour"): "a whole number of minutes, 1 to 1440",
    ("nps_answers", "newest"): "latest or all",
    ("bug_category", "Bug"): "a category of tickets in lower case",
    ("history_breakdowns", "segment"): "total or all",
    ("end_dates", "last day"): "exclusive or inclusive",
}
# Day 8 is the first after the first eight days, 0 to 7.
BRACKET = {"return_first_days": 8, "return_day": 14, "return_bracket_days": 7}
TOO_EARLY = {**BRACKET, "return_first_days": 9}
READERS = (
    "--select",
    "int_sessions",
    "stg_billing__subscription_items",
    "nps_answers",
    "support_tickets",
    "int_return_counts",
    "metric_history",
)


@pytest.fixture(scope="module")
def windows(project: Project, tmp_path_factory: pytest.TempPathFactory) -> Said:
    """What dbt said to each window, by its number in `BROKEN`."""
    folders = tmp_path_factory.mktemp("windows")
    for number, rows in enumerate(BROKEN):
        (folders / str(number)).mkdir()
        (folders / str(number) / f"{SEED}.csv").write_text(
            f"{HEADER}day_1,on_day,1,1\n{rows}\n", encoding="utf-8"
        )
    copy = copy_of(project, tmp_path_factory.mktemp("settings") / "project")
    selected = ("--select", SEED, f"int_{SEED}")
    return run_each("reference", copy, selected, [folders / str(number) for number in range(len(BROKEN))])


@pytest.mark.parametrize("rows", BROKEN)
def test_a_window_that_is_none_stops_the_build(rows: str, windows: Said) -> None:
    assert_refused(windows[str(list(BROKEN).index(rows))], f"{SEED}.csv", *BROKEN[rows])


@pytest.fixture(scope="module")
def settings(project: Project, tmp_path_factory: pytest.TempPathFactory) -> Said:
    """What dbt said to each setting, by the variables as JSON."""
    copy = copy_of(project, tmp_path_factory.mktemp("settings") / "project")
    chosen = [*({name: value} for name, value in SETTINGS), BRACKET, TOO_EARLY, {}]
    return run_each("vars", copy, READERS, [json.dumps(one) for one in chosen])


@pytest.mark.parametrize(("name", "value"), SETTINGS)
def test_a_setting_that_is_none_stops_dbt(name: str, value: str, settings: Said) -> None:
    assert_refused(settings[json.dumps({name: value})], name, SETTINGS[name, value])


def test_a_bracket_within_the_first_days_is_refused(settings: Said) -> None:
    assert_refused(settings[json.dumps(TOO_EARLY)], "begins on day 8, within the first days")


@pytest.mark.parametrize("sound", [BRACKET, {}], ids=["bracket", "as_shipped"])
def test_sound_settings_compile(sound: dict[str, int], settings: Said) -> None:
    assert_accepted(settings[json.dumps(sound)])
