"""Daily MRR of every account under a revenue policy, worked out on the days on which something changes."""

from __future__ import annotations

import math
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from functools import cached_property

from python_tests.oracles.intake import Intake
from python_tests.oracles.policies import Policy
from python_tests.oracles.settings import NONE, Settings
from python_tests.oracles.terms import Term

MICRO = 10**6
ZERO = Decimal(0)
DAY = timedelta(days=1)


def monthly_amount(net: Decimal, interval: str, count: int, rate: Decimal, policy: Policy) -> Decimal:
    """A month of a price in the reporting currency: exact, then rounded half up once, to 6 decimals."""
    exact = Fraction(net) * policy.per_month(interval) / count * Fraction(rate)
    return Decimal(math.floor(exact * MICRO + Fraction(1, 2))).scaleb(-6)


@dataclass
class Steps:
    """An amount that holds from each of its days until the next; zero before the first."""

    days: list[date] = field(default_factory=list)
    amounts: list[Decimal] = field(default_factory=list)

    def on(self, day: date) -> Decimal:
        found = bisect_right(self.days, day)
        return self.amounts[found - 1] if found else ZERO

    def add(self, day: date, amount: Decimal) -> None:
        """The next day in order; one on which nothing changes is left out."""
        if amount != (self.amounts[-1] if self.amounts else ZERO):
            self.days.append(day)
            self.amounts.append(amount)

    def bridge(self, start: date, end: date) -> None:
        """Let the amount before `start`, from which it is zero, hold until `end`."""
        number = self.days.index(start)
        has_next = number + 1 < len(self.days)
        if has_next and self.days[number + 1] <= end:
            del self.days[number], self.amounts[number]
            if self.amounts[number] == self.amounts[number - 1]:
                del self.days[number], self.amounts[number]
        else:
            self.days[number] = end


@dataclass
class Worth:
    """Monthly amounts of prices at the rate of a month; each is worked out once."""

    intake: Intake
    policy: Policy
    rates: dict[tuple[str, date], Decimal] = field(default_factory=dict)
    known: dict[tuple[Decimal, str, int, Decimal], Decimal] = field(default_factory=dict)

    def of(self, term: Term, net: Decimal, month: date) -> Decimal:
        if not net:
            return ZERO
        key = term.currency, month
        if key not in self.rates:
            rate = self.intake.rate(*key)
            assert rate is not None, f"accepted without a rate: {term}"
            self.rates[key] = rate
        price = net, term.interval, term.count, self.rates[key]
        if price not in self.known:
            self.known[price] = monthly_amount(*price, self.policy)
        return self.known[price]


@dataclass
class Item:
    """A term under a policy: `prices` are net prices of a billing interval, zero while it does not pay."""

    term: Term
    prices: Steps
    worth: Worth

    def mrr_on(self, day: date) -> Decimal:
        return self.worth.of(self.term, self.prices.on(day), day.replace(day=1))

    def mrr_at_rate_of(self, day: date, month: date) -> Decimal:
        """The day's price at another month's rate."""
        return self.worth.of(self.term, self.prices.on(day), month)


@dataclass(frozen=True)
class Interval:
    """Days without a day of zero MRR between them; `end` is exclusive and None while it runs."""

    start: date
    end: date | None


@dataclass
class Account:
    """One who pays: `items` make up its MRR; `usage`, what was billed for usage, may be among them.

    Who only ever paid for usage has no intervals, where a policy leaves usage out of MRR.
    """

    account_id: str
    items: list[Item]
    usage: list[Item]
    state: Steps

    @cached_property
    def intervals(self) -> list[Interval]:
        edges = [
            day
            for number, day in enumerate(self.state.days)
            if (self.state.amounts[number] > 0) != (number > 0 and self.state.amounts[number - 1] > 0)
        ]
        ends: list[date | None] = [*edges[1::2]]
        return [
            Interval(start, end)
            for start, end in zip(edges[::2], ends + [None] * (len(edges) % 2), strict=True)
        ]

    @property
    def first_paid_date(self) -> date | None:
        return self.intervals[0].start if self.intervals else None

    def first_month(self, settings: Settings) -> date | None:
        """The first with a day of MRR, or with usage at its end."""
        days = [self.first_paid_date] if self.first_paid_date else []
        for item in self.usage:
            months = settings.months_from(item.prices.days[0]) if item.prices.days else []
            closes = (settings.month_close(month) for month in months)
            days += [next((day for day in closes if item.mrr_on(day) > 0), date.max)]
        first = min(days, default=date.max)
        return None if first == date.max else first.replace(day=1)


@dataclass
class Ledger:
    """Who paid how much on which day under one policy. `accounts` holds those that ever paid for anything."""

    settings: Settings
    policy: Policy
    accounts: dict[str, Account]

    def mrr(self, account_id: str, day: date) -> Decimal:
        account = self.accounts.get(account_id)
        return account.state.on(day) if account else ZERO

    def intervals(self, account_id: str) -> list[Interval]:
        account = self.accounts.get(account_id)
        return account.intervals if account else []

    def churned_on(self, account_id: str) -> date | None:
        """The first day without MRR after the last one with it; None while paying or if never paid."""
        intervals = self.intervals(account_id)
        return intervals[-1].end if intervals else None

    def leading_item(self, account_id: str) -> tuple[str, str]:
        """Plan and currency of the largest item on as_of, else on the last paying day, else (none)."""
        if not self.intervals(account_id):
            return NONE, NONE
        account, end = self.accounts[account_id], self.churned_on(account_id)
        day = self.settings.as_of if end is None else end - DAY
        paying = [item for item in account.items if item.mrr_on(day) > 0]
        best = min(paying, key=lambda item: (-item.mrr_on(day), item.term.plan_name, item.term.currency))
        return best.term.plan_name, best.term.currency


def _item(term: Term, worth: Worth, as_of: date) -> Item:
    prices = Steps()
    for day in sorted(term.turning_points(worth.policy)):
        if day <= as_of:
            pays = term.pays_on(day, worth.policy)
            prices.add(day, term.net_on(day, worth.policy) if pays else ZERO)
    return Item(term, prices, worth)


def _ends(item: Item) -> list[date]:
    """Days from which it pays no more, but for a pause or for non-payment."""
    steps = zip(item.prices.days, item.prices.amounts, strict=True)
    unpaid = [day for day, amount in steps if not amount]
    return [
        day
        for day in unpaid
        if item.term.history is None
        or (item.term.history.on(day) or ("active",))[0] not in ("paused", "past_due", "unpaid")
    ]


def _starts(items: Iterable[Item]) -> list[date]:
    """Days from which one of them pays that did not pay the day before."""
    found = []
    for item in items:
        days, amounts = item.prices.days, item.prices.amounts
        found += [day for n, day in enumerate(days) if amounts[n] and not (n and amounts[n - 1])]
    return sorted(found)


def _renew_late(items: list[Item], policy: Policy) -> None:
    """Let what ended go on until it is renewed, if that is late by no more days than the policy allows.

    It is renewed by its own item, or by anything if the account pays for nothing in between.
    """
    longest = timedelta(days=policy.renewal_tolerance_days)
    starts = _starts(items)
    until: list[tuple[Item, date, date]] = []
    for item in items:
        of_item = _starts(one for one in items if one.term.item_id == item.term.item_id)
        for end in _ends(item):
            renewals = [day for day in of_item if day >= end][:1]
            if not any(one.prices.on(end) for one in items):
                renewals += [day for day in starts if day >= end][:1]
            late = [day for day in renewals if end < day <= end + longest]
            until += [(item, end, max(late))] if late else []
    for item, end, renewed in until:
        item.prices.bridge(end, renewed)


def _state(items: Iterable[Item], settings: Settings) -> Steps:
    """The sum of the items on every day on which a price changes, or (a foreign one) a month begins."""
    paying = [item for item in items if item.prices.days]
    days = {day for item in paying for day in item.prices.days}
    foreign = [item for item in paying if item.term.currency != settings.reporting_currency]
    if foreign:
        days |= set(settings.months_from(min(item.prices.days[0] for item in foreign)))
    state = Steps()
    for day in sorted(days):
        state.add(day, sum((item.mrr_on(day) for item in paying), ZERO))
    return state


def keep_ledger(intake: Intake, terms: Iterable[Term], policy: Policy) -> Ledger:
    """Add up every item on every day on which it pays."""
    settings, worth = intake.settings, Worth(intake, policy)
    items: defaultdict[str, list[Item]] = defaultdict(list)
    for term in terms:
        items[term.account_id].append(_item(term, worth, settings.as_of))
    accounts = {}
    for account_id, everything in items.items():
        usage = [item for item in everything if item.term.is_usage_based]
        if policy.usage == "excluded":
            everything = [item for item in everything if not item.term.is_usage_based]
        _renew_late(everything, policy)
        account = Account(account_id, everything, usage, _state(everything, settings))
        if account.first_month(settings):
            accounts[account_id] = account
    return Ledger(settings, policy, accounts)
