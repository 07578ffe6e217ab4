"""What a subscription's status rows say of each local day."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from python_tests.oracles.policies import Policy
from python_tests.oracles.rules import Row
from python_tests.oracles.settings import Settings


@dataclass(frozen=True)
class History:
    """Status and first day of its unbroken run, by the days on which a row says something, in order."""

    days: tuple[date, ...]
    statuses: tuple[str, ...]
    runs: tuple[date, ...]
    pending: tuple[tuple[date, date | None], ...]  # cancellation requests; the end is exclusive
    reasons: tuple[tuple[date, str], ...]

    def on(self, day: date) -> tuple[str, date] | None:
        """The status in force and the first day of its run; None before the first row."""
        found = bisect_right(self.days, day)
        return (self.statuses[found - 1], self.runs[found - 1]) if found else None

    def is_paid_before(self, since: date) -> bool:
        """Whether the status in force before that day is one of a customer who pays."""
        before = self.on(since - timedelta(days=1))
        return before is not None and before[0] in ("active", "past_due")

    def is_pending(self, day: date) -> bool:
        """Whether a cancellation has been requested and not withdrawn."""
        return any(start <= day and (end is None or day < end) for start, end in self.pending)

    def reason_by(self, day: date) -> str | None:
        """The latest reason given until the end of the day."""
        given = [reason for at, reason in self.reasons if at <= day]
        return given[-1] if given else None

    def is_unpaid_for(self, day: date) -> bool:
        status = self.on(day)
        return status is not None and status[0] in ("past_due", "unpaid")

    def turning_points(self, policy: Policy) -> Iterable[date]:
        """Every day on which what it says, or how a policy takes it, may change."""
        yield from self.days
        for span in self.pending:
            yield from (day for day in span if day is not None)
        if policy.past_due_grace_days is not None:
            yield from (run + timedelta(days=policy.past_due_grace_days) for run in self.runs)


def _requests(rows: list[tuple[date, Row]], settings: Settings) -> Iterable[tuple[date, date | None]]:
    """A request holds from its own day until a later row says nothing of one any more."""
    for number, (_, row) in enumerate(rows):
        if row["cancel_requested_at"] is not None:
            start = settings.local_date(row["cancel_requested_at"])
            withdrawn = (day for day, later in rows[number + 1 :] if later["cancel_requested_at"] is None)
            yield start, next(withdrawn, None)


def read_history(changes: list[Row], settings: Settings, is_continued: bool) -> History | None:
    """Of the rows of one local day the last holds; who goes on elsewhere was not canceled at the end."""
    in_order = sorted(changes, key=lambda row: row["changed_at"])
    while is_continued and in_order and in_order[-1]["status"] == "canceled":
        in_order.pop()
    if not in_order:
        return None
    on_day: dict[date, Row] = {}
    given: list[tuple[date, str]] = []
    for row in in_order:
        day = settings.local_date(row["changed_at"])
        on_day[day] = row
        if row["cancel_reason"] is not None:
            given.append((day, row["cancel_reason"]))
    rows = list(on_day.items())
    runs: list[date] = []
    for number, (day, row) in enumerate(rows):
        goes_on = number > 0 and rows[number - 1][1]["status"] == row["status"]
        runs.append(runs[-1] if goes_on else day)
    return History(
        tuple(day for day, _ in rows),
        tuple(row["status"] for _, row in rows),
        tuple(runs),
        tuple(_requests(rows, settings)),
        tuple(given),
    )
