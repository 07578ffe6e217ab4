"""Daily MRR of every account, from its subscription items and their statuses."""

from __future__ import annotations

import math
from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

from python_tests.oracles.intake import Intake, Row
from python_tests.oracles.settings import NONE, Settings

MICRO = 10**6
PER_MONTH = {
    "day": Fraction(365, 12),
    "week": Fraction(52, 12),
    "month": Fraction(1),
    "quarter": Fraction(1, 3),
    "year": Fraction(1, 12),
}
NEVER_PAYING = ("trialing", "unpaid", "paused", "canceled")


def monthly_amount(amount: Decimal, discount: Decimal, interval: str, count: int, rate: Decimal) -> Decimal:
    """A month of a price in the reporting currency: exact, then rounded half up once, to 6 decimals."""
    exact = Fraction(amount - discount) * PER_MONTH[interval] / count * Fraction(rate)
    return Decimal(math.floor(exact * MICRO + Fraction(1, 2))).scaleb(-6)


@dataclass(frozen=True)
class Item:
    """A row of subscription_items as local days; `end` is exclusive and None while it runs."""

    account_id: str
    subscription_id: str
    plan_name: str
    currency: str
    start: date
    end: date | None
    unpaid_days: frozenset[date]
    mrr: dict[date, Decimal] = field(compare=False)  # by month

    def mrr_on(self, day: date) -> Decimal:
        """Zero on a day outside the period, or on which the subscription's status does not pay."""
        if day < self.start or (self.end is not None and day >= self.end) or day in self.unpaid_days:
            return Decimal(0)
        return self.mrr[day.replace(day=1)]

    def mrr_at_rate_of(self, month: date) -> Decimal:
        """The same price at the rate of a month that the item reaches, or in which it ends."""
        return self.mrr[month]


@dataclass(frozen=True)
class Subscription:
    """What a subscription's status history says of each local day, up to as_of."""

    status_on: dict[date, str]
    unpaid_days: frozenset[date]


def _days(first: date, last: date) -> list[date]:
    return [date.fromordinal(n) for n in range(first.toordinal(), last.toordinal() + 1)]


def read_statuses(changes: list[Row], settings: Settings) -> Subscription:
    """Walk the days from the first change on; of the changes of one local day the last holds."""
    on_day: dict[date, str] = {}
    for row in sorted(changes, key=lambda row: row["changed_at"]):
        on_day[settings.local_date(row["changed_at"])] = row["status"]
    status_on: dict[date, str] = {}
    unpaid: set[date] = set()
    status, past_due_since = "", None
    for day in _days(min(on_day), settings.as_of):
        status = on_day.get(day, status)
        if status != "past_due":
            past_due_since = None
        elif past_due_since is None:
            past_due_since = day
        status_on[day] = status
        overdue = past_due_since is not None and (day - past_due_since).days >= settings.past_due_grace_days
        if status in NEVER_PAYING or overdue:
            unpaid.add(day)
    return Subscription(status_on, frozenset(unpaid))


@dataclass
class Ledger:
    """Who paid how much on which day. `state` holds paying days only, with amounts above zero."""

    settings: Settings
    items: dict[str, list[Item]]  # by account, items with a paying day
    state: dict[str, dict[date, Decimal]]
    subscriptions: dict[str, Subscription]

    def mrr(self, account_id: str, day: date) -> Decimal:
        return self.state.get(account_id, {}).get(day, Decimal(0))

    def churned_on(self, account_id: str) -> date | None:
        """The first day without MRR after the last one with it; None while paying or if never paid."""
        days = self.state.get(account_id)
        if not days or self.settings.as_of in days:
            return None
        return max(days) + timedelta(days=1)

    def leading_item(self, account_id: str) -> tuple[str, str]:
        """Plan and currency of the largest item on as_of, else on the last paying day, else (none)."""
        days = self.state.get(account_id)
        if not days:
            return NONE, NONE
        day = max(days)  # as_of itself where the account pays then
        paying = [item for item in self.items[account_id] if item.mrr_on(day) > 0]
        best = min(paying, key=lambda item: (-item.mrr_on(day), item.plan_name, item.currency))
        return best.plan_name, best.currency


def _item(row: Row, intake: Intake, subscriptions: dict[str, Subscription]) -> Item:
    settings = intake.settings
    start = settings.local_date(row["started_at"])
    end = None if row["ended_at"] is None else settings.local_date(row["ended_at"])
    mrr: dict[date, Decimal] = {}
    for month in settings.months_from(start):
        if end is not None and month > end:
            break
        rate = intake.rate(row["currency"], month)
        assert rate is not None, f"accepted without a rate: {row}"
        discount = row["recurring_discount_amount"] or Decimal(0)
        mrr[month] = monthly_amount(
            row["amount"], discount, row["billing_interval"], row["billing_interval_count"], rate
        )
    known = subscriptions.get(row["subscription_id"])
    return Item(
        row["account_id"],
        row["subscription_id"],
        row["plan_name"],
        row["currency"],
        start,
        end,
        known.unpaid_days if known else frozenset(),
        mrr,
    )


def keep_ledger(intake: Intake) -> Ledger:
    """Add up every item on every day on which it pays; trials pay nothing."""
    settings = intake.settings
    changes: defaultdict[str, list[Row]] = defaultdict(list)
    for row in intake.accepted["subscription_statuses"]:
        changes[row["subscription_id"]].append(row)
    subscriptions = {key: read_statuses(rows, settings) for key, rows in changes.items()}

    items: defaultdict[str, list[Item]] = defaultdict(list)
    state: defaultdict[str, dict[date, Decimal]] = defaultdict(dict)
    for row in intake.accepted["subscription_items"]:
        if row["is_trial"]:
            continue
        item = _item(row, intake, subscriptions)
        days = state[item.account_id]
        last = settings.as_of if item.end is None else min(settings.as_of, item.end - timedelta(days=1))
        pays = False
        for day in _days(item.start, last):
            amount = item.mrr_on(day)
            if amount > 0:
                days[day] = days.get(day, Decimal(0)) + amount
                pays = True
        if pays:
            items[item.account_id].append(item)
    return Ledger(settings, dict(items), {k: v for k, v in state.items() if v}, subscriptions)
