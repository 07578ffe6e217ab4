"""Scores of alerts and the alerts themselves, against the oracle."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

import pytest

from python_tests.oracles.metric_alerts import (
    descendants,
    leads,
    rule_of,
    scores,
    severity,
)
from python_tests.support.built import Built, Record

SCORES = "select * from intermediate.int_metric_alert_scores"
KEY = ("metric_name", "breakdown", "breakdown_value")


def _by_series(rows: list[Record]) -> dict[tuple[str, ...], list[Record]]:
    found = defaultdict(list)
    for row in rows:
        found[tuple(row[name] for name in KEY)].append(row)
    return found


def assert_scores_agree(built: Built, found: list[Record], published: list[Record]) -> None:
    shown = _by_series(found)
    expected_series = set()
    for key, series in _by_series(published).items():
        grain = series[0]["period_grain"]
        rule = rule_of(built.project.root / "seeds/reference", key[0], grain, key[1])
        expected = [] if rule is None else scores(rule, grain, series)
        if not expected:
            continue
        expected_series.add(key)
        rows = {row["period_start"]: row for row in shown.get(key, [])}
        assert set(rows) == {score.start for score in expected}, key
        for score in expected:
            row = rows[score.start]
            wanted: dict[str, Any] = {
                "value": score.value,
                "history_count": score.history_count,
                "reason": score.reason,
                "anomaly_direction": score.anomaly,
                "expected_value": score.expected,
                "robust_z": score.z,
                "threshold_ratio": score.ratio,
            }
            if score.expected is not None and score.tolerance is not None and rule is not None:
                if rule.direction != "up":
                    wanted["lower_value"] = score.expected - score.tolerance
                if rule.direction != "down":
                    wanted["upper_value"] = score.expected + score.tolerance
            for name, value in wanted.items():
                near = pytest.approx(value, rel=1e-7, abs=1e-9) if isinstance(value, float) else value
                assert row[name] == near, f"{key} {score.start} {name}: {row[name]}, expected {value}"
    assert set(shown) == expected_series


def assert_alerts_agree(built: Built) -> None:
    catalog = {row["metric_name"]: row for row in built.mart("metric_catalog")}
    alerts = built.mart("metric_alerts")
    edges = built.rows("select * from staging.metric_tree_children")
    tree = descendants((row["parent_metric"], row["child_metric"]) for row in edges)
    found = leads(alerts, tree, {name: row["mart"] for name, row in catalog.items()})
    for alert in alerts:
        metric = catalog[alert["metric_name"]]
        good = {"up_is_good": "up", "down_is_good": "down"}.get(metric["direction"])
        is_favourable = None if good is None else alert["anomaly_direction"] == good
        assert alert["is_favourable"] == is_favourable, alert
        grave = severity(metric["tier"], alert["threshold_ratio"], is_favourable=bool(is_favourable))
        assert alert["severity"] == grave, alert
        assert alert["lead_alert_id"] == found[alert["alert_id"]], alert
        assert alert["is_lead"] == (alert["lead_alert_id"] == alert["alert_id"])
    scored = built.rows(f"{SCORES} where anomaly_direction is not null")
    assert {row["alert_id"] for row in scored} == {row["alert_id"] for row in alerts}
