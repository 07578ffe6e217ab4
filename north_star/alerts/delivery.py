"""Sends messages, and records which alert went to which destination."""

from __future__ import annotations

import hashlib
import json
import logging
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import apprise

from north_star.alerts.messages import Message
from north_star.alerts.settings import URLS, AlertsError, DeliveryError


@dataclass(frozen=True)
class Destination:
    """An address that apprise can send to. It contains secrets: only its place and its hash are shown."""

    name: str
    digest: str
    server: apprise.NotifyBase


def destinations(addresses: str) -> list[Destination]:
    """Parse addresses in apprise's notation, separated by white space."""
    found = []
    for place, address in enumerate(addresses.split(), start=1):
        server = apprise.Apprise.instantiate(address, suppress_exceptions=True)
        if not isinstance(server, apprise.NotifyBase):
            raise AlertsError(
                f"address {place} in {URLS} is not one that apprise knows; write one such as"
                " slack://TokenA/TokenB/TokenC, mailtos://user:password@example.com or jsons://example.com/hook"
            )
        digest = hashlib.sha256(address.encode()).hexdigest()[:12]
        found.append(Destination(f"destination {place} ({server.service_name})", digest, server))
    return found


@contextmanager
def _locked(ledger: Path) -> Iterator[None]:
    """Two runs at once would both send what neither has recorded yet."""
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
    """Pairs of alert and destination that were delivered before."""
    if not ledger.exists():
        return set()
    found = set()
    for number, line in enumerate(ledger.read_text(encoding="utf-8").splitlines(), start=1):
        try:
            row = json.loads(line)
            found.add((row["alert_id"], row["destination"]))
        except (json.JSONDecodeError, KeyError, TypeError) as problem:
            raise AlertsError(f"{ledger}, line {number} is not a sent alert; delete the line") from problem
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
    """Why it was refused, or None."""
    with apprise.LogCapture(level=logging.WARNING, fmt="%(message)s") as said:  # type: ignore[no-untyped-call]
        taken = destination.server.notify(title=message.title, body=message.body)
        words = " ".join(said.getvalue().split()).rstrip(".")
    return None if taken else words or "no reason given"


def send(waiting: Sequence[Message], to: Sequence[Destination], ledger: Path) -> int:
    """Send, and return the number of deliveries. A refused message is retried next time, there alone."""
    if not to:
        raise AlertsError(f"{URLS} has no address to send to; without --send alerts are only shown")
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
    """Messages that some destination has not received; without destinations, those that none has."""
    sent = already_sent(ledger)
    if not to:
        had = {alert_id for alert_id, _ in sent}
        return [message for message in found if message.lead not in had]
    return [message for message in found if any((message.lead, one.digest) not in sent for one in to)]
