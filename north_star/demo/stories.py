"""What a story about one account is made of, and how it becomes raw rows and expected figures."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction

from north_star.demo.parameters import AS_OF, START
from north_star.demo.text import Row, second_of

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
    usage: str = ""
    former: str = ""
    """Where an older system billed it: what follows the story's id in the account's id there."""


@dataclass(frozen=True)
class Discount:
    """A row of subscription_discounts; `key` is that of an item, or of a subscription for all its items."""

    key: str
    percent: str
    amount: str
    duration: str
    start: str
    end: str = ""


@dataclass(frozen=True)
class Worth:
    """Local MRR at the month-ends from `first` to `last`; one entry per running item."""

    first: str
    last: str
    amount: Fraction
    currency: str = "USD"


@dataclass(frozen=True)
class Story:
    """One account; `statuses` are (subscription, status, changed, cancel requested, reason).

    Where it came from another billing system, its subscriptions there are b1, b2, ...
    """

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
    discounts: tuple[Discount, ...] = ()
    usage_worth: tuple[Worth, ...] = ()
    """What is billed for usage, as `worth`."""
    not_committed: tuple[str, ...] = ()
    """Months at whose end it had cancelled, though it still paid."""
    former: tuple[tuple[str, str], ...] = ()
    """Ids by which older systems knew the account, each until a day; rows of that time name them."""
    former_accounts: tuple[tuple[str, str], ...] = ()
    """Those that have a row in accounts, with the day on which it says that they came."""
    merges: tuple[tuple[str, str, str], ...] = ()
    """Rows of merge_map; ids begin after the story's."""

    @property
    def account_id(self) -> str:
        """story_<name>."""
        return f"story_{self.name}"

    def known_as(self, moment: str) -> str:
        """The account's id in the system that was in use at the time."""
        names = [name for name, until in self.former if second_of(moment) < second_of(until)]
        return f"{self.account_id}{names[0]}" if names else self.account_id

    def account_rows(self) -> list[Row]:
        """The row of accounts, and those of older systems."""
        title = f"{self.name.replace('_', ' ').capitalize()} (story)"
        return [
            (f"{self.account_id}{name}", title, created, *self.attributes)
            for name, created in (("", self.created), *self.former_accounts)
        ]

    def user_rows(self) -> list[Row]:
        """Two users, there from the start."""
        return [
            (
                f"{self.account_id}-u{number}",
                self.known_as(self.created),
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
                f"{self.account_id}{item.former}",
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
                item.usage,
            )
            for item in self.items
        ]

    def discount_rows(self) -> list[Row]:
        """Rows of subscription_discounts."""
        return [
            (
                f"{self.account_id}-d{number}",
                f"{self.account_id}-{discount.key.split('-')[0]}",
                f"{self.account_id}-{discount.key}" if "-" in discount.key else "",
                discount.percent,
                discount.amount,
                discount.duration,
                discount.start,
                discount.end,
            )
            for number, discount in enumerate(self.discounts, 1)
        ]

    def merge_rows(self) -> list[Row]:
        """Rows of merge_map."""
        return [
            (entity, f"{self.account_id}{old}", f"{self.account_id}{new}") for entity, old, new in self.merges
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


def month_end_worth(worths: tuple[Worth, ...], rates: dict[tuple[str, str], Fraction]) -> dict[str, str]:
    """Month -> dollars a month at its end, each item rounded half up to six decimals."""
    expected: dict[str, str] = {}
    for month in months():
        shown = f"{month:%Y-%m}"
        total = 0
        for worth in worths:
            if worth.first <= shown <= worth.last:
                total += int(worth.amount * rates[worth.currency, shown] * MILLION + Fraction(1, 2))
        expected[shown] = f"{total // MILLION}.{total % MILLION:06d}"
    return expected
