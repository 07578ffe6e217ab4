"""Tickets as they are known on as_of, and the place of a value among others."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import cache

from python_tests.oracles import excluded
from python_tests.oracles.company import Cell, Company
from python_tests.oracles.nps import account_of
from python_tests.oracles.settings import NONE


@dataclass(frozen=True)
class Ticket:
    """One accepted ticket of somebody who counts."""

    ticket_id: str
    account_id: str | None
    user_id: str | None
    category: str
    priority: str
    is_product_related: bool
    is_bug: bool
    day: date
    created_at: datetime
    first_responded_at: datetime | None
    resolved_at: datetime | None

    @property
    def is_waiting(self) -> bool:
        return self.first_responded_at is None and self.resolved_at is None

    def seconds_to(self, moment: datetime | None) -> int | None:
        """Whole seconds; what came before the ticket took no time that can be told."""
        if moment is None or moment < self.created_at:
            return None
        return (moment - self.created_at) // timedelta(seconds=1)

    @property
    def first_response_seconds(self) -> int | None:
        return self.seconds_to(self.first_responded_at)

    @property
    def resolution_seconds(self) -> int | None:
        return self.seconds_to(self.resolved_at)


@cache
def tickets(company: Company) -> list[Ticket]:
    intake, settings = company.intake, company.settings
    left_out = excluded.users(company.reference)

    def known(moment: datetime | None) -> datetime | None:
        is_over = moment is not None and settings.local_date(moment) <= settings.as_of
        return moment if is_over else None

    return [
        Ticket(
            row["ticket_id"],
            account_of(intake, row),
            row["user_id"],
            row["category"] or NONE,
            row["priority"] or NONE,
            bool(row["is_product_related"]),
            (row["category"] or "").lower() == settings.bug_category,
            settings.local_date(row["created_at"]),
            row["created_at"].astimezone(UTC),
            known(row["first_responded_at"]),
            known(row["resolved_at"]),
        )
        for row in intake.accepted["support_tickets"]
        if row["user_id"] not in left_out
    ]


def cells(company: Company, one: Ticket) -> list[Cell]:
    """The values under which a ticket counts."""
    account = company.attributes_of(one.account_id).items()
    return [("total", "all"), *account, ("category", one.category), ("priority", one.priority)]


def quantile(values: Iterable[float], share: float) -> float | None:
    """The value at this share of the way from the smallest to the largest, interpolated between two."""
    ordered = sorted(values)
    if not ordered:
        return None
    place = share * (len(ordered) - 1)
    below = int(place)
    above = min(below + 1, len(ordered) - 1)
    return ordered[below] + (place - below) * (ordered[above] - ordered[below])
