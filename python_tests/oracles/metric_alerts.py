"""Which values are unusual, by median and MAD of what came before, and which alert speaks for which."""

from __future__ import annotations

import csv
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from statistics import median
from typing import Any

NORMAL = 1.4826
YEAR = {"day": timedelta(days=364), "week": timedelta(days=364)}
STEP = {"day": timedelta(days=1), "week": timedelta(days=7)}
MONTHS = {"month": 1, "quarter": 3}
TIERS = ("north_star", "outcome", "guardrail", "influencer", "vanity")
SEVERITIES = ("critical", "warning", "info")
Row = Mapping[str, Any]


@dataclass(frozen=True)
class Rule:
    """How one metric is watched."""

    measure: str = "value"
    seasonality: str = "none"
    direction: str = "both"
    threshold: float = 3.5
    history_count: int = 24
    minimum_history_count: int = 14
    zero_spread_change: float = 0.5


@dataclass(frozen=True)
class Score:
    """One period compared with the expected value."""

    start: date
    value: float | None
    history_count: int = 0
    expected: float | None = None
    tolerance: float | None = None
    z: float | None = None
    ratio: float | None = None
    reason: str | None = None
    anomaly: str | None = None


def _earlier(start: date, grain: str, *, year: bool) -> date:
    if grain in STEP:
        return start - (YEAR[grain] if year else STEP[grain])
    months = start.year * 12 + start.month - 1 - (12 if year else MONTHS[grain])
    return date(months // 12, months % 12 + 1, 1)


def mad(values: Sequence[float]) -> float:
    """Median absolute deviation from the median, unscaled."""
    middle = median(values)
    return median(abs(value - middle) for value in values)


def _tested(rule: Rule, value: float | None, base: float | None) -> float | None:
    if rule.direction == "none" or value is None:
        return None
    if rule.measure == "value":
        return value
    return (value - base) / abs(base) if base else None


def _judge(rule: Rule, score: Score, tested: float, history: Sequence[float], base: float) -> Score:
    middle, spread = median(history), mad(history)
    unit = 1.0 if rule.measure == "value" else abs(base)
    expected = middle if rule.measure == "value" else base + unit * middle
    deviation = score.value - expected if score.value is not None else 0.0
    if spread > 1e-9 * abs(middle) + 1e-12:
        z = (tested - middle) / (NORMAL * spread)
        ratio = abs(z) / rule.threshold
        found = replace(score, z=z, tolerance=rule.threshold * NORMAL * spread * unit)
    elif expected == 0:
        return replace(score, expected=expected, reason="no spread around 0")
    else:
        ratio = abs(deviation / expected) / rule.zero_spread_change
        found = replace(score, reason="no spread", tolerance=rule.zero_spread_change * abs(expected))
    way = "up" if deviation > 0 else "down"
    is_anomaly = ratio > 1 and rule.direction in ("both", way)
    return replace(found, expected=expected, ratio=ratio, anomaly=way if is_anomaly else None)


def scores(rule: Rule, grain: str, series: Iterable[Row]) -> list[Score]:
    """Every complete period of one series, held against the periods before it, never against itself."""
    values = {row["period_start"]: row["value"] for row in series if row["is_complete"]}
    past: dict[int, list[float]] = defaultdict(list)
    found = []
    for start in sorted(values):
        season = start.weekday() if rule.seasonality == "weekday" else 0
        base = values.get(_earlier(start, grain, year=rule.measure == "year_change_rate"))
        tested = _tested(rule, values[start], base)
        history = past[season][-rule.history_count :]
        score = Score(start, values[start], history_count=0 if tested is None else len(history))
        if rule.direction == "none":
            score = replace(score, reason="not watched")
        elif values[start] is None:
            score = replace(score, reason="no value")
        elif tested is None:
            score = replace(score, reason="nothing to compare with")
        elif len(history) < rule.minimum_history_count:
            score = replace(score, reason="too little history")
        else:
            score = _judge(rule, score, tested, history, base or 0.0)
        if tested is not None:
            past[season].append(tested)
        found.append(score)
    return found


@cache
def read_rules(reference: Path) -> tuple[dict[str, Rule], dict[tuple[str, str], dict[str, str]]]:
    """The default of each grain, and what rows of metrics say beyond it."""
    with (reference / "metric_alert_rules.csv").open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines))
    defaults = {row["period_grain"]: _with(Rule(), row) for row in rows if row["metric_name"] == "*"}
    own = {(row["metric_name"], row["breakdown"]): row for row in rows if row["metric_name"] != "*"}
    return defaults, own


def _with(rule: Rule, row: Mapping[str, str]) -> Rule:
    kinds = {
        "threshold": float,
        "history_count": int,
        "minimum_history_count": int,
        "zero_spread_change": float,
    }
    names = ("measure", "seasonality", "direction", *kinds)
    return replace(rule, **{name: kinds.get(name, str)(row[name]) for name in names if row[name]})


def rule_of(reference: Path, metric: str, grain: str, breakdown: str) -> Rule | None:
    """None where nobody asked for this breakdown to be watched."""
    defaults, own = read_rules(reference)
    if (metric, breakdown) in own:
        return _with(defaults[grain], own[metric, breakdown])
    return defaults[grain] if breakdown == "total" else None


def severity(tier: str, ratio: float, *, is_favourable: bool) -> str:
    if is_favourable or tier == "vanity":
        return "info"
    steps = TIERS.index(tier) // 3 + (0 if ratio >= 2 else 1)
    return SEVERITIES[steps]


def descendants(edges: Iterable[tuple[str, str]]) -> dict[str, set[str]]:
    """All metrics below each metric of the tree."""
    children = defaultdict(set)
    for parent, child in edges:
        children[parent].add(child)

    def below(metric: str) -> set[str]:
        return set().union(*({child} | below(child) for child in children.get(metric, ())))

    members = set(children) | {child for found in children.values() for child in found}
    return {metric: below(metric) for metric in members}


def leads(alerts: Sequence[Row], tree: Mapping[str, set[str]], marts: Mapping[str, str]) -> dict[str, str]:
    """The alert that speaks for each alert: of those connected with it, the first by rank."""
    group = {alert["alert_id"]: {alert["alert_id"]} for alert in alerts}
    folded = set()
    places = defaultdict(list)
    for alert in alerts:
        slot = ("period_grain", "period_start", "breakdown", "breakdown_value")
        places[tuple(alert[name] for name in slot)].append(alert)
    for together in places.values():
        for one in together:
            for other in together:
                first, second = one["metric_name"], other["metric_name"]
                if second in tree.get(first, ()):
                    folded.add(other["alert_id"])
                elif first == second or marts[first] != marts[second] or {first, second} <= set(tree):
                    continue
                joined = group[one["alert_id"]] | group[other["alert_id"]]
                group.update(dict.fromkeys(joined, joined))
    by_id = {alert["alert_id"]: alert for alert in alerts}

    def rank(alert_id: str) -> tuple[Any, ...]:
        alert = by_id[alert_id]
        return (
            alert["alert_status"] != "new",
            alert_id in folded,
            SEVERITIES.index(alert["severity"]),
            TIERS.index(alert["tier"]),
            -alert["threshold_ratio"],
            alert_id,
        )

    return {alert_id: min(found, key=rank) for alert_id, found in group.items()}
