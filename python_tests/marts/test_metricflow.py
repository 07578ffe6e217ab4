"""Every metric three times: oracle, MetricFlow and metric_values; in total and by dimensions."""

from __future__ import annotations

import math
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

import pytest

from python_tests.cases.over_time import LONGER, OverTime
from python_tests.cases.parity import ALWAYS_ZERO, PARITY, Answers, Parity, Subject
from python_tests.support.built import Built
from python_tests.support.metricflow import MetricFlow

TOTAL = ("total", "all")
Asked = dict[tuple[Subject, str], list[dict[str, Any]]]


@pytest.fixture(scope="module")
def metricflow(demo: Built) -> MetricFlow:
    return MetricFlow.of(demo)


@pytest.fixture(scope="module")
def asked(metricflow: MetricFlow) -> Asked:
    """MetricFlow's rows by subject and breakdown: one query serves all metrics of a subject."""
    found: Asked = {}
    for subject in {parity.subject for parity in PARITY}:
        metrics = [parity.metric for parity in PARITY if parity.subject == subject]
        time = f"metric_time__{subject.grain}"
        found[subject, "total"] = metricflow.query(metrics, [time])
        for breakdown, dimension in subject.dimensions:
            found[subject, breakdown] = metricflow.query(metrics, [time, dimension])
    return found


def _day(value: date | datetime) -> date:
    return value.date() if isinstance(value, datetime) else value


def _answered(asked: Asked, parity: Parity) -> Answers:
    """MetricFlow's answers for one metric."""
    subject = parity.subject
    answers: Answers = {}
    for breakdown, dimension in (("total", None), *subject.dimensions):
        for row in asked[subject, breakdown]:
            if dimension is None or row[dimension] is not None:
                value = "all" if dimension is None else row[dimension]
                answers[_day(row[f"metric_time__{subject.grain}"]), breakdown, value] = row[parity.metric]
    return answers


def _near(expected: Any, found: Any, tolerance: float) -> bool:
    """An answer that is absent or null agrees with nothing and with zero: MetricFlow gives no empty rows."""
    if not expected and not found:
        return True
    if expected is None or found is None:
        return False
    return math.isclose(float(expected), float(found), rel_tol=1e-9, abs_tol=tolerance)


def _faults(parity: Parity, expected: Answers, found: Mapping[tuple[date, str, str], Any]) -> list[str]:
    return [
        f"{key}: expected {expected.get(key)}, found {found.get(key)}"
        for key in sorted({*expected, *found})
        if not _near(expected.get(key), found.get(key), parity.tolerance)
    ]


def test_every_metric_has_a_parity_case(demo: Built) -> None:
    metrics = {metric["name"] for metric in demo.project.manifest["metrics"].values()}
    cases = [parity.metric for parity in PARITY]
    assert set(cases) == metrics, "add the metric to cases/parity.py"
    assert len(set(cases)) == len(cases)


@pytest.mark.parametrize("parity", PARITY, ids=lambda parity: parity.metric)
def test_metricflow_agrees_with_the_oracle(parity: Parity, asked: Asked, demo: Built) -> None:
    breakdowns = {"total", *(breakdown for breakdown, _ in parity.subject.dimensions)}
    expected = {k: v for k, v in parity.answers(demo.oracle).items() if k[1] in breakdowns}
    assert any(expected.values()) or parity.metric in ALWAYS_ZERO, (
        f"{parity.metric} is never anything but zero: the demo proves nothing"
    )
    faults = _faults(parity, expected, _answered(asked, parity))
    assert not faults, f"{parity.metric}: {len(faults)} differences\n  " + "\n  ".join(faults[:10])


@pytest.fixture(scope="module")
def asked_longer(metricflow: MetricFlow) -> Asked:
    """MetricFlow's totals by subject and longer grain."""
    found: Asked = {}
    for subject in {parity.subject for parity in PARITY}:
        metrics = [parity.metric for parity in PARITY if parity.subject == subject]
        for grain in LONGER[subject.grain]:
            found[subject, grain] = metricflow.query(metrics, [f"metric_time__{grain}"])
    return found


@pytest.fixture(scope="module")
def over_time(demo: Built) -> OverTime:
    metrics = {metric["name"]: metric for metric in demo.project.manifest["metrics"].values()}
    return OverTime(demo.oracle, metrics)


@pytest.mark.parametrize("parity", PARITY, ids=lambda parity: parity.metric)
def test_longer_periods_follow_the_stated_rule(
    parity: Parity, asked_longer: Asked, over_time: OverTime
) -> None:
    """By quarter and year, and by month what is published by day or week."""
    for grain in LONGER[parity.subject.grain]:
        values = over_time.values(parity.metric, grain)
        expected = {(start, *TOTAL): value for start, value in values.items()}
        rows = asked_longer[parity.subject, grain]
        found = {(_day(row[f"metric_time__{grain}"]), *TOTAL): row[parity.metric] for row in rows}
        faults = _faults(parity, expected, found)
        assert not faults, f"{parity.metric} by {grain}: {len(faults)} differences\n  " + "\n  ".join(
            faults[:10]
        )


@pytest.mark.parametrize("parity", PARITY, ids=lambda parity: parity.metric)
def test_metric_values_agree_with_the_oracle(parity: Parity, demo: Built) -> None:
    """The long table of all numbers, over every breakdown."""
    rows = demo.rows("select * from marts.metric_values where metric_name = ?", [parity.metric])
    metrics = demo.project.manifest["metrics"].values()
    [meta] = [metric["config"]["meta"] for metric in metrics if metric["name"] == parity.metric]
    if meta.get("is_published") is False:
        assert rows == [], "the metric says that it is not published"
        return
    found = {(row["period_start"], row["breakdown"], row["breakdown_value"]): row["value"] for row in rows}
    faults = _faults(parity, parity.answers(demo.oracle), found)
    assert not faults, f"{parity.metric}: {len(faults)} differences\n  " + "\n  ".join(faults[:10])


def test_ratios_of_metric_values_are_their_parts(demo: Built) -> None:
    """Null exactly where there is nothing to divide by, or what is divided is not known."""
    broken = demo.rows(
        "select * from marts.metric_values where denominator is not null"
        " and ((denominator = 0 or numerator is null) <> (value is null)"
        " or abs(value - numerator / denominator) > 1e-6) limit 5"
    )
    assert not broken, broken


def test_every_saved_query_runs(demo: Built, metricflow: MetricFlow) -> None:
    for query in demo.project.manifest["saved_queries"].values():
        assert metricflow.saved_query(query["name"]), query["name"]
