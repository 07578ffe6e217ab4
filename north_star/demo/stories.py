"""What a story about one account is made of, and how it becomes raw rows and expected figures."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction

from north_star.demo.parameters import AS_OF, START
from north_star.demo.text import Row

MILLION = 1_000_000


@dataclass(frozen=True)
class Item:
    """A row of subscription_items; `key` ends the item's id, the part before the dash its subscription's."""

    key: str
    plan: str
    amount: str
    currency: str
    interval: str
    start: str
    end: str = ""
    discount: str = ""
    count: str = "1"
    seats: str = "5"
    trial: str = ""


@dataclass(frozen=True)
class Worth:
    """Local MRR at the month-ends from `first` to `last`; one entry per running item."""

    first: str
    last: str
    amount: Fraction
    currency: str = "USD"


@dataclass(frozen=True)
class Story:
    """One account; `statuses` are (subscription, status, changed, cancel requested, reason)."""

    name: str
    what: str
    created: str
    items: tuple[Item, ...]
    worth: tuple[Worth, ...]
    statuses: tuple[tuple[str, str, str, str, str], ...] = ()
    attributes: tuple[str, str, str, str] = ("smb", "agency", "US", "referral")
    teamwork: tuple[tuple[str, str], ...] = ()
    """Periods (first day, day after the last) in which the team works together every second week."""
    intra_month_churn: tuple[str, ...] = ()
    """Months in which the account falls to nothing beside its net movement."""
    churned: tuple[tuple[str, str], ...] = ()
    """Months in which the account is lost, and whether of its own will."""

    @property
    def account_id(self) -> str:
        """story_<name>."""
        return f"story_{self.name}"

    def account_row(self) -> Row:
        """The row of accounts."""
        title = self.name.replace("_", " ").capitalize()
        return (self.account_id, f"{title} (story)", self.created, *self.attributes)

    def user_rows(self) -> list[Row]:
        """Two users, there from the start."""
        return [
            (
                f"{self.account_id}-u{number}",
                self.account_id,
                role,
                f"{self.name}.{number}@example.com",
                self.created,
            )
            for number, role in ((1, "admin"), (2, "member"))
        ]

    def item_rows(self) -> list[Row]:
        """Rows of subscription_items."""
        return [
            (
                f"{self.account_id}-{item.key}",
                f"{self.account_id}-{item.key.split('-')[0]}",
                self.account_id,
                item.plan,
                item.amount,
                item.discount,
                item.currency,
                item.interval,
                item.count,
                item.seats,
                item.start,
                item.end,
                item.trial,
            )
            for item in self.items
        ]

    def status_rows(self) -> list[Row]:
        """Rows of subscription_statuses."""
        return [(f"{self.account_id}-{status[0]}", *status[1:]) for status in self.statuses]

    def teamwork_weeks(self) -> list[date]:
        """Mondays of the weeks in which the team works together."""
        weeks = []
        for first, end in self.teamwork:
            monday = date.fromisoformat(first)
            while monday < date.fromisoformat(end):
                weeks.append(monday)
                monday += timedelta(days=14)
        return weeks


def months() -> Iterator[date]:
    """First days of all months of the demo."""
    month = START
    while month <= AS_OF:
        yield month
        month = (month.replace(day=28) + timedelta(days=4)).replace(day=1)


def rates_by_month(rows: Sequence[Row]) -> dict[tuple[str, str], Fraction]:
    """(currency, month) -> the latest rate on or before the month's last day; dates sort as text."""
    found: dict[tuple[str, str], Fraction] = {}
    for month in months():
        shown = f"{month:%Y-%m}"
        found["USD", shown] = Fraction(1)
        for currency, day, rate in sorted(rows, key=lambda row: row[1]):
            if day <= f"{shown}-31":
                found[currency, shown] = Fraction(rate)
    return found


def month_end_mrr(story: Story, rates: dict[tuple[str, str], Fraction]) -> dict[str, str]:
    """Month -> MRR in dollars at its end, each item rounded half up to six decimals."""
    expected: dict[str, str] = {}
    for month in months():
        shown = f"{month:%Y-%m}"
        total = 0
        for worth in story.worth:
            if worth.first <= shown <= worth.last:
                total += int(worth.amount * rates[worth.currency, shown] * MILLION + Fraction(1, 2))
        expected[shown] = f"{total // MILLION}.{total % MILLION:06d}"
    return expected
