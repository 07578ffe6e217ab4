"""Formulas of activation, trials and returns, by hand and as published."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from python_tests.cases.activation import CASES
from python_tests.oracles.activation import is_complete, median_days
from python_tests.oracles.return_drivers import Side, newcombe
from python_tests.oracles.trials import Trial
from python_tests.support.published_examples import Example


def test_interval_of_a_difference() -> None:
    """Newcombe's own examples (1998, method 10): 56 of 70 and 48 of 80, 9 of 10 and 3 of 10."""
    assert newcombe(Side(70, 56), Side(80, 48)) == pytest.approx((0.0524, 0.3339), abs=5e-5)
    assert newcombe(Side(10, 9), Side(10, 3)) == pytest.approx((0.1705, 0.8090), abs=5e-5)


def test_median_by_survival() -> None:
    """(5/6)(4/5)(3/4) falls to one half on day 3; censored on day 2, one more is gone from the risk set."""
    six = [(1, True), (2, True), (3, True), (9, False), (9, False), (9, False)]
    assert median_days(six) == 3
    assert median_days([*six[:2], (2, False), *six[3:]]) is None
    assert median_days([(1, True), (2, False), (2, False), (4, True)]) == 4


def test_trials_of_thirty_days(examples: dict[str, Example]) -> None:
    """60 of 200 pay within 30 days of the start of their trial; those who pay later do not count."""
    example = examples["trial-03"]
    start, window = date(2024, 4, 1), example["inputs"].get("window_days", 30)
    paid = [date(2024, 4, 15)] * 59 + [date(2024, 5, 1)] + [date(2024, 5, 2)] * 10
    one = Trial("a", 1, start, None, False, None, False)
    trials = [replace(one, paid=day) for day in paid] + [one] * (example["inputs"]["trials"] - len(paid))
    converted = sum(trial.days_to_paid is not None and trial.days_to_paid <= window for trial in trials)
    assert converted == example["inputs"]["converted_in_30d"]
    assert converted / len(trials) == pytest.approx(example["expected"]["rate"])


def test_funnels_and_windows_that_the_cases_repeat(examples: dict[str, Example]) -> None:
    """Who is published as converted is expected as converted by the case."""
    by_published = {one: case for case in CASES for one in case.published}
    reached = {
        key: [one.values["funnel_account_count"] for one in by_published[key].expected]
        for key in ("fun-mx-01", "fun-mx-02")
    }
    assert examples["fun-mx-01"]["expected"]["reached"] == ["A", "B"] and reached["fun-mx-01"] == [1, 0]
    assert examples["fun-mx-02"]["expected"]["default"] == "not converted" and reached["fun-mx-02"] == [0]
    window = examples["conv-rc-mature"]
    over = [one.values["is_onboarded_window_over"] for one in by_published["conv-rc-mature"].expected]
    assert over == window["expected"]["complete"]


def test_a_cohort_is_complete_when_its_last_window_is_over() -> None:
    assert is_complete(date(2024, 4, 1), 30, date(2024, 5, 30))
    assert not is_complete(date(2024, 4, 1), 30, date(2024, 5, 29))
