"""Sessions: what the product calls one, else whatever a user does without a pause longer than the gap."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import cached_property
from statistics import median

from python_tests.oracles.intake import Row
from python_tests.oracles.settings import Settings


@dataclass(frozen=True)
class Session:
    """One sitting of one user; `session_id` None where it follows from the gap."""

    user_id: str
    session_id: str | None
    moments: tuple[datetime, ...]

    @cached_property
    def started_at(self) -> datetime:
        return self.moments[0].astimezone(UTC).replace(tzinfo=None)

    @cached_property
    def ended_at(self) -> datetime:
        return self.moments[-1].astimezone(UTC).replace(tzinfo=None)

    @cached_property
    def seconds(self) -> int:
        return (self.ended_at - self.started_at) // timedelta(seconds=1)

    def started_date(self, settings: Settings) -> date:
        return settings.local_date(self.moments[0])


def split_at_pauses(moments: Iterable[datetime], gap: timedelta) -> list[list[datetime]]:
    """Runs of moments in order, none more than `gap` after the one before it."""
    runs: list[list[datetime]] = []
    for moment in sorted(moments):
        if runs and moment - runs[-1][-1] <= gap:
            runs[-1].append(moment)
        else:
            runs.append([moment])
    return runs


def sessions(events: Iterable[tuple[date, Row]], settings: Settings) -> list[Session]:
    """Sessions of users; what nobody did belongs to none."""
    named: defaultdict[tuple[str, str | None], list[datetime]] = defaultdict(list)
    for _, row in events:
        if row["user_id"] is not None:
            named[row["user_id"], row["session_id"]].append(row["occurred_at"])
    gap = timedelta(minutes=settings.session_gap_minutes)
    found = []
    for (user_id, session_id), moments in named.items():
        runs = split_at_pauses(moments, gap) if session_id is None else [sorted(moments)]
        found += [Session(user_id, session_id, tuple(run)) for run in runs]
    return found


def median_seconds(found: Iterable[Session]) -> float | None:
    seconds = [one.seconds for one in found]
    return float(median(seconds)) if seconds else None
