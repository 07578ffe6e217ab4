"""What a target says of the numbers that it is given."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

MONTHS = {"month": 1, "quarter": 3}
DAYS = {"day": 1, "week": 7}


@dataclass(frozen=True)
class Goal:
    """One row of the file."""

    kind: str
    start: date
    end: date
    target: float
    is_down_good: bool


def period_end(start: date, grain: str) -> date:
    if grain in DAYS:
        return start + timedelta(days=DAYS[grain])
    months = start.year * 12 + start.month - 1 + MONTHS[grain]
    return date(months // 12, months % 12 + 1, 1)


def outcome(goal: Goal, series: Iterable[Mapping[str, Any]]) -> dict[str, Any]:
    """`series`: rows of metric_values of the goal's metric and breakdown value."""
    known = sorted(
        (row["period_start"], period_end(row["period_start"], row["period_grain"]), row["value"])
        for row in series
        if row["is_complete"] and row["value"] is not None
    )
    inside = [one for one in known if goal.start <= one[0] and one[1] <= goal.end]
    before = [value for _, end, value in known if end <= goal.start]
    is_level = goal.kind == "level"
    start = (before[-1] if before else None) if is_level else 0.0
    if not inside:
        return {"start_value": start, "actual_value": None, "target_status": "no period yet"}
    actual = inside[-1][2] if is_level else sum(value for *_, value in inside)
    elapsed = (inside[-1][1] - goal.start).days / (goal.end - goal.start).days
    found = {"start_value": start, "actual_value": actual, "elapsed_share": elapsed}
    sign = -1 if goal.is_down_good else 1
    if elapsed == 1:
        found["target_status"] = "reached" if sign * actual >= sign * goal.target else "missed"
    elif start is None:
        found["target_status"] = "no value before"
    if start is not None:
        pace = start + (goal.target - start) * elapsed
        found |= {"pace_value": pace, "forecast_value": start + (actual - start) / elapsed}
        if elapsed < 1:
            found["target_status"] = "on pace" if sign * actual >= sign * pace else "behind"
    return found
