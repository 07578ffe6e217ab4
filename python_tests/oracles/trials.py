"""Trials, from the days that an account is on one, and the anniversaries of paying accounts."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from python_tests.oracles.revenue import Ledger
from python_tests.oracles.settings import Settings, month_end
from python_tests.oracles.terms import Term, months_later

DAY = timedelta(days=1)


def trial_days(terms: Iterable[Term], as_of: date) -> set[date]:
    """Every day on which an item is a trial, or a status says so."""
    days: set[date] = set()
    for term in terms:
        statuses = term.history.statuses if term.history else ()
        if term.is_trial or "trialing" in statuses:
            day = term.start
            while day <= as_of and (term.end is None or day < term.end):
                status = term.history.on(day) if term.history else None
                if term.is_trial or (status is not None and status[0] == "trialing"):
                    days.add(day)
                day += DAY
    return days


@dataclass(frozen=True)
class Trial:
    """An unbroken run of such days; `end` is exclusive and None while it runs."""

    account_id: str
    number: int
    start: date
    end: date | None
    is_paying_at_start: bool
    paid: date | None
    is_active_in_first_week: bool

    @property
    def days_to_paid(self) -> int | None:
        return None if self.paid is None else (self.paid - self.start).days


def trials(
    account_id: str, terms: Iterable[Term], ledger: Ledger, active: Collection[date], as_of: date
) -> list[Trial]:
    """The account's, in order; what it pays belongs to the last trial that began before."""
    days = trial_days(terms, as_of)
    starts = sorted(day for day in days if day - DAY not in days)
    found = []
    for number, start in enumerate(starts, 1):
        end = start
        while end in days:
            end += DAY
        following = starts[number] if number < len(starts) else date.max
        is_paying = ledger.mrr(account_id, start) > 0
        paid = min(
            (span.start for span in ledger.intervals(account_id) if start < span.start <= following),
            default=None,
        )
        found.append(
            Trial(
                account_id,
                number,
                start,
                end if end <= as_of else None,
                is_paying,
                None if is_paying else paid,
                any(start + n * DAY in active for n in range(7)),
            )
        )
    return found


@dataclass(frozen=True)
class Anniversaries:
    """Whether an account pays on the first two anniversaries of its first paid day; None until they come."""

    account_id: str
    first_paid: date
    pays: tuple[bool | None, bool | None]
    is_complete: tuple[bool, bool]

    @property
    def days(self) -> tuple[date, date]:
        return months_later(self.first_paid, 12), months_later(self.first_paid, 24)


def anniversaries(ledger: Ledger, settings: Settings) -> list[Anniversaries]:
    found = []
    for account_id, account in ledger.accounts.items():
        first, as_of = account.first_paid_date, settings.as_of
        if first is not None:
            one, two = (
                ledger.mrr(account_id, day) > 0 if day <= as_of else None
                for day in (months_later(first, 12), months_later(first, 24))
            )
            last = month_end(first)
            complete = months_later(last, 12) <= as_of, months_later(last, 24) <= as_of
            found.append(Anniversaries(account_id, first, (one, two), complete))
    return found
