"""Targets of the demo against the oracle."""

from __future__ import annotations

import csv
from datetime import date

import pytest

from python_tests.oracles.metric_targets import Goal, outcome
from python_tests.support.built import Built

KEY = ("metric_name", "breakdown", "breakdown_value", "team", "period_start")


def test_targets_of_the_demo_agree_with_the_oracle(demo: Built) -> None:
    found = {tuple(str(row[name]) for name in KEY): row for row in demo.mart("metric_targets")}
    with (demo.project.root / "seeds/reference/metric_goals.csv").open(encoding="utf-8", newline="") as lines:
        goals = list(csv.DictReader(lines))
    directions = {row["metric_name"]: row["direction"] for row in demo.mart("metric_catalog")}
    assert set(found) == {tuple(row[name] for name in KEY) for row in goals}
    statuses = set()
    for row in goals:
        goal = Goal(
            row["kind"],
            date.fromisoformat(row["period_start"]),
            date.fromisoformat(row["period_end"]),
            float(row["target"]),
            directions[row["metric_name"]] == "down_is_good",
        )
        series = demo.rows(
            "select * from marts.metric_values where (metric_name, breakdown, breakdown_value) = (?, ?, ?)",
            [row["metric_name"], row["breakdown"], row["breakdown_value"]],
        )
        shown = found[tuple(row[name] for name in KEY)]
        for name, expected in outcome(goal, series).items():
            near = pytest.approx(expected, rel=1e-9) if isinstance(expected, float) else expected
            assert shown[name] == near, f"{row}: {name}"
        statuses.add(shown["target_status"])
    assert statuses >= {"reached", "missed", "behind", "no period yet"}
