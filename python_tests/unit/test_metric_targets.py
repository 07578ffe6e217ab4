"""A target of every kind, by hand."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from python_tests.oracles.metric_targets import Goal, outcome
from python_tests.support.built import Record


def _month(number: int, value: float, is_complete: bool = True) -> Record:
    start = date(2025, number, 1)
    return {"period_start": start, "period_grain": "month", "value": value, "is_complete": is_complete}


SERIES = [_month(1, 10.0), _month(2, 12.0), _month(3, 14.0), _month(4, 99.0, is_complete=False)]


@pytest.mark.parametrize(
    ("goal", "expected"),
    [
        (("level", date(2025, 2, 1), date(2025, 4, 1), 14.0, False),
         {"start_value": 10.0, "target_status": "reached"}),
        (("level", date(2025, 2, 1), date(2025, 4, 1), 13.0, True),
         {"actual_value": 14.0, "target_status": "missed"}),
        (("total", date(2025, 1, 1), date(2026, 1, 1), 146.0, False),
         {"actual_value": 36.0, "pace_value": 36.0, "forecast_value": 146.0, "target_status": "on pace"}),
        (("level", date(2025, 1, 1), date(2026, 1, 1), 20.0, False),
         {"start_value": None, "target_status": "no value before"}),
        (("level", date(2025, 4, 1), date(2026, 1, 1), 20.0, False),
         {"start_value": 14.0, "actual_value": None, "target_status": "no period yet"}),
    ],
)  # fmt: skip
def test_targets_by_hand(goal: tuple[Any, ...], expected: dict[str, Any]) -> None:
    """36 of 146 after 90 of 365 days: the pace is 36."""
    found = outcome(Goal(*goal), SERIES)
    assert {name: found[name] for name in expected} == pytest.approx(expected)
