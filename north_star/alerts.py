"""Tells people of new alerts: one message a matter, each sent once to each destination."""

from __future__ import annotations

import hashlib
import json
import logging
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import apprise
import duckdb

URLS = "NORTH_STAR_ALERT_URLS"
SEVERITIES = ("info", "warning", "critical")
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


class AlertsError(Exception):
    """Something that the user can put right; its text says how."""


class DeliveryError(Exception):
    """A destination that did not take a message; its text says which and why."""


@dataclass(frozen=True)
class Message:
    """What is said of one group of alerts."""

    lead: str
    alert_ids: tuple[str, ...]
    title: str
    body: str


@dataclass(frozen=True)
class Destination:
    """An address that apprise can send to. It holds secrets: only its place and its hash are shown."""

    name: str
    digest: str
    server: apprise.NotifyBase


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
    """`group`: the new alerts of one matter, the lead first."""
    lead, *others = group
    grain = lead["period_grain"]
    severity = max((alert["severity"] for alert in group), key=SEVERITIES.index)
    beyond = (
        "most of its history is the same number" if lead["reason"] else f"robust z {lead['robust_z']:.1f}"
    )
    lines = [
        f"{_name(lead)} was {_number(lead, 'value')}; {_number(lead, 'expected_value')} was to be"
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
    """One for each group with a new alert of at least this severity in a period that ended after `since`."""
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
        raise AlertsError(f"{database} cannot be read now, perhaps a build writes: {problem}") from problem
    groups: dict[str, list[Alert]] = {}
    for alert in alerts:
        groups.setdefault(alert["lead_alert_id"], []).append(alert)
    grave = SEVERITIES[SEVERITIES.index(least) :]
    return [
        message_of(group) for group in groups.values() if any(alert["severity"] in grave for alert in group)
    ]


def destinations(addresses: str) -> list[Destination]:
    """`addresses` as apprise writes them, white space between them."""
    found = []
    for place, address in enumerate(addresses.split(), start=1):
        server = apprise.Apprise.instantiate(address, suppress_exceptions=True)
        if not isinstance(server, apprise.NotifyBase):
            raise AlertsError(
                f"address {place} in {URLS} is none that apprise knows; write one such as"
                " slack://TokenA/TokenB/TokenC, mailtos://user:password@example.com or jsons://example.com/hook"
            )
        digest = hashlib.sha256(address.encode()).hexdigest()[:12]
        found.append(Destination(f"destination {place} ({server.service_name})", digest, server))
    return found


@contextmanager
def _locked(ledger: Path) -> Iterator[None]:
    """Two runs at once would both send what neither has written down yet."""
    with ledger.open("a", encoding="utf-8") as held:
        try:
            import fcntl
        except ImportError:  # Windows has no such lock: there, do not run two at once
            yield
            return
        try:
            fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as problem:
            raise AlertsError(f"another run is sending now and holds {ledger}; try again later") from problem
        yield


def already_sent(ledger: Path) -> set[tuple[str, str]]:
    """Which alert went to which destination."""
    if not ledger.exists():
        return set()
    found = set()
    for number, line in enumerate(ledger.read_text(encoding="utf-8").splitlines(), start=1):
        try:
            row = json.loads(line)
            found.add((row["alert_id"], row["destination"]))
        except (json.JSONDecodeError, KeyError, TypeError) as problem:
            raise AlertsError(f"{ledger}, line {number} is no sent alert; take the line out") from problem
    return found


def _mark(ledger: Path, message: Message, destination: Destination) -> None:
    now = datetime.now(UTC).isoformat(timespec="seconds")
    rows = [
        {"alert_id": alert_id, "destination": destination.digest, "sent_at": now}
        for alert_id in message.alert_ids
    ]
    with ledger.open("a", encoding="utf-8") as target:
        target.write("".join(json.dumps(row) + "\n" for row in rows))


def _deliver(message: Message, destination: Destination) -> str | None:
    """Why it was not taken, or None."""
    with apprise.LogCapture(level=logging.WARNING, fmt="%(message)s") as said:  # type: ignore[no-untyped-call]
        taken = destination.server.notify(title=message.title, body=message.body)
        words = " ".join(said.getvalue().split()).rstrip(".")
    return None if taken else words or "no reason given"


def send(waiting: Sequence[Message], to: Sequence[Destination], ledger: Path) -> int:
    """How many deliveries succeeded. What one does not take is tried again next time, there alone."""
    if not to:
        raise AlertsError(f"{URLS} holds no address to send to; without --send alerts are only shown")
    count = 0
    refused: dict[str, str] = {}
    with _locked(ledger):
        sent = already_sent(ledger)
        for destination in to:
            for message in waiting:
                if (message.lead, destination.digest) in sent:
                    continue
                why = _deliver(message, destination)
                if why is not None:
                    refused[destination.name] = why
                    break
                _mark(ledger, message, destination)
                count += 1
    if refused:
        words = "; ".join(f"{name} did not take an alert: {why}" for name, why in refused.items())
        raise DeliveryError(f"{words}. {count} delivered; the rest is not marked as sent")
    return count


def unsent(found: Sequence[Message], to: Sequence[Destination], ledger: Path) -> list[Message]:
    """What at least one destination has not had; without destinations, what none has had."""
    sent = already_sent(ledger)
    if not to:
        had = {alert_id for alert_id, _ in sent}
        return [message for message in found if message.lead not in had]
    return [message for message in found if any((message.lead, one.digest) not in sent for one in to)]
