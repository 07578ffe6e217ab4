"""New alerts of the built marts, in words: one message per group of alerts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import duckdb

from north_star.alerts.settings import SEVERITIES, AlertsError

RECENT = timedelta(days=30)
MENTIONED = 8
UNUSUAL = {"up": "high", "down": "low"}
NEWEST = "select max(period_start) from marts.metric_alert_coverage"
NEW_ALERTS = """
    select alerts.*, catalog.unit
    from marts.metric_alerts as alerts
    inner join marts.metric_catalog as catalog using (metric_name, metric_version)
    where alerts.alert_status = 'new' and alerts.period_end > ?
    order by alerts.period_end, alerts.lead_alert_id, not alerts.is_lead,
        alerts.threshold_ratio desc, alerts.alert_id
"""
Alert = dict[str, Any]


@dataclass(frozen=True)
class Message:
    """The text that goes out for one group of alerts."""

    lead: str
    alert_ids: tuple[str, ...]
    title: str
    body: str


def _number(alert: Alert, column: str) -> str:
    """In per cent where the metric is a share of something, not where it is many times it."""
    value: float = alert[column]
    if alert["unit"] in ("ratio", "share") and max(abs(alert["value"]), abs(alert["expected_value"])) <= 2:
        return f"{100 * value:.1f} %"
    return f"{value:,.0f}" if abs(value) >= 1000 else f"{value:,.2f}".rstrip("0").rstrip(".")


def _period(start: date, grain: str) -> str:
    return {
        "day": f"on {start}",
        "week": f"in the week of {start}",
        "month": f"in {start:%Y-%m}",
        "quarter": f"in the quarter from {start:%Y-%m}",
    }[grain]


def _name(alert: Alert) -> str:
    of = "" if alert["breakdown"] == "total" else f" ({alert['breakdown']} {alert['breakdown_value']})"
    return f"{alert['label']}{of}"


def _bounds(alert: Alert) -> str:
    lower, upper = (
        None if alert[end] is None else _number(alert, end) for end in ("lower_value", "upper_value")
    )
    if lower is None or upper is None:
        return f"not above {upper}" if lower is None else f"not below {lower}"
    return f"{lower} to {upper}"


def message_of(group: Sequence[Alert]) -> Message:
    """The message for a group of new alerts, the lead first."""
    lead, *others = group
    grain = lead["period_grain"]
    severity = max((alert["severity"] for alert in group), key=SEVERITIES.index)
    beyond = (
        "most of its earlier values are the same" if lead["reason"] else f"robust z {lead['robust_z']:.1f}"
    )
    lines = [
        f"{_name(lead)} was {_number(lead, 'value')}; {_number(lead, 'expected_value')} was"
        f" expected ({_bounds(lead)}).",
        f"That is {lead['threshold_ratio']:.1f} times the threshold"
        f" ({beyond}, {lead['history_count']} values before).",
    ]
    if lead["since_period_start"] < lead["period_start"]:
        lines.append(f"Unusual since: {lead['since_period_start']}.")
    if lead["reasons"]:
        lines.append(f"Its change since the {grain} before goes along with: {lead['reasons']}.")
    if others:
        named = [f"{_name(alert)} ({UNUSUAL[alert['anomaly_direction']]})" for alert in others[:MENTIONED]]
        more = f" and {len(others) - MENTIONED} more" if len(others) > MENTIONED else ""
        lines.append(f"Also unusual: {', '.join(named)}{more}.")
    lines.append(f"Owner: {', '.join(dict.fromkeys(alert['owner'] for alert in group))}.")
    lines.append(f"Look at: marts.metric_alerts where lead_alert_id = '{lead['lead_alert_id']}'.")
    title = (
        f"{severity.capitalize()}: {_name(lead)} unusually {UNUSUAL[lead['anomaly_direction']]}"
        f" {_period(lead['period_start'], grain)}"
    )
    ids = tuple(alert["alert_id"] for alert in group)
    return Message(lead["alert_id"], ids, title, "\n".join(lines))


def messages(database: Path, since: date | None, least: str) -> list[Message]:
    """One message per group that has an alert this severe in a period that ended after `since`."""
    if not database.exists():
        raise AlertsError(f"{database} is missing: run `uv run dbt build` first")
    try:
        with duckdb.connect(str(database), read_only=True) as connection:
            newest = (connection.execute(NEWEST).fetchone() or (None,))[0]
            start = since or ((newest or date.max) - RECENT)
            found = connection.execute(NEW_ALERTS, [start])
            names = [column[0] for column in found.description or ()]
            alerts = [dict(zip(names, row, strict=True)) for row in found.fetchall()]
    except duckdb.CatalogException as problem:
        raise AlertsError(f"{database} has no metric_alerts: run `uv run dbt build` first") from problem
    except duckdb.IOException as problem:
        raise AlertsError(f"{database} cannot be read; perhaps a build is running: {problem}") from problem
    groups: dict[str, list[Alert]] = {}
    for alert in alerts:
        groups.setdefault(alert["lead_alert_id"], []).append(alert)
    grave = SEVERITIES[SEVERITIES.index(least) :]
    return [
        message_of(group) for group in groups.values() if any(alert["severity"] in grave for alert in group)
    ]
