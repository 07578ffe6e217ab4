"""What became of accounts that paid some months ago, and of those that first paid in one month."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from python_tests.oracles.month_sums import per, ratio
from python_tests.oracles.movements import ZERO, Movement
from python_tests.oracles.settings import Settings, month_end

Cells = Mapping[str, Iterable[tuple[str, str]]]
MonthEnds = Mapping[date, Decimal]
HORIZONS = (1, 3, 12)


def month_after(month: date, count: int) -> date:
    """The month that lies `count` months later (or, negative, earlier)."""
    number = 12 * month.year + month.month - 1 + count
    return date(number // 12, number % 12 + 1, 1)


def months_between(first: date, last: date) -> int:
    return 12 * (last.year - first.year) + last.month - first.month


def month_ends(
    movements: Iterable[Movement], first_paid: Mapping[str, date | None], at_constant_rates: bool = False
) -> dict[str, dict[date, Decimal]]:
    """MRR of each account at the end of each month, from when it first paid for more than usage."""
    found: defaultdict[str, dict[date, Decimal]] = defaultdict(dict)
    for one in movements:
        first = first_paid[one.account_id]
        if first is not None and first.replace(day=1) <= one.month_start:
            mrr = one.constant_currency_mrr if at_constant_rates else one.closing_mrr
            found[one.account_id][one.month_start] = mrr
    return dict(found)


def first_months(movements: Iterable[Movement], cells: Cells) -> dict[tuple[str, str], date]:
    """The first month with anything of each breakdown value."""
    found: dict[tuple[str, str], date] = {}
    for one in movements:
        for cell in cells[one.account_id]:
            found[cell] = min(found.get(cell, date.max), one.month_start)
    return found


@dataclass(frozen=True)
class Retained:
    """One account that paid `horizon` months before `month`; `constant` is then and now at today's rates."""

    account_id: str
    month: date
    horizon: int
    before: Decimal
    now: Decimal
    constant: tuple[Decimal, Decimal]


def retained(ends: Mapping[str, MonthEnds], constant: Mapping[str, MonthEnds]) -> Iterator[Retained]:
    for account_id, months in ends.items():
        for month, now in months.items():
            for horizon in HORIZONS:
                then = month_after(month, -horizon)
                before = months.get(then, ZERO)
                if before > 0:
                    of_today = constant[account_id][then], constant[account_id][month]
                    yield Retained(account_id, month, horizon, before, now, of_today)


@dataclass
class Retention:
    """A base of accounts, and what is left of it; rates are null without a base."""

    base_account_count: int = 0
    retained_account_count: int = 0
    base_mrr: Decimal = ZERO
    retained_mrr: Decimal = ZERO
    kept_mrr: Decimal = ZERO
    constant_currency_base_mrr: Decimal = ZERO
    constant_currency_retained_mrr: Decimal = ZERO
    constant_currency_kept_mrr: Decimal = ZERO

    def add(self, one: Retained) -> None:
        self.base_account_count += 1
        self.retained_account_count += one.now > 0
        self.base_mrr += one.before
        self.retained_mrr += one.now
        self.kept_mrr += min(one.before, one.now)
        self.constant_currency_base_mrr += one.constant[0]
        self.constant_currency_retained_mrr += one.constant[1]
        self.constant_currency_kept_mrr += min(one.constant)

    @property
    def rates(self) -> dict[str, float | None]:
        base, constant_base = self.base_mrr, self.constant_currency_base_mrr
        return {
            "logo_retention_rate": ratio(self.retained_account_count, self.base_account_count),
            "nrr": ratio(self.retained_mrr, base),
            "grr": ratio(self.kept_mrr, base),
            "constant_currency_nrr": ratio(self.constant_currency_retained_mrr, constant_base),
            "constant_currency_grr": ratio(self.constant_currency_kept_mrr, constant_base),
        }


def retention(
    found: Iterable[Retained], firsts: Mapping[tuple[str, str], date], cells: Cells, settings: Settings
) -> dict[tuple[date, int, str, str], Retention]:
    """By month, horizon and value, from one horizon after the value's first month on, without a gap."""
    sums = {
        (month, horizon, *cell): Retention()
        for cell, first in firsts.items()
        for horizon in HORIZONS
        for month in settings.months_from(month_after(first, horizon))
    }
    for one in found:
        for cell in cells[one.account_id]:
            sums[one.month, one.horizon, *cell].add(one)
    return sums


@dataclass
class Cohort:
    """The accounts of one breakdown value that first paid in one month; lists by months since then.

    `first_mrr` is what they are worth at the end of that month, or on as_of where it cuts the month.
    `north_star` is None for a month in which no window of the North Star ended.
    """

    account_count: int
    first_mrr: Decimal
    mrr: list[Decimal]
    retained: list[int]
    north_star: list[int | None]

    def realised(self, age: int) -> Decimal | None:
        return per(sum(self.mrr[: age + 1], ZERO), self.account_count)


def cohorts(
    ends: Mapping[str, MonthEnds], cells: Cells, met: Mapping[date, frozenset[str]], settings: Settings
) -> dict[tuple[date, str, str], Cohort]:
    """Lists hold the months that have fully happened; `met` says who met the North Star in which month."""
    members: defaultdict[tuple[date, str, str], list[str]] = defaultdict(list)
    for account_id, months in ends.items():
        for cell in cells[account_id]:
            members[min(months), *cell].append(account_id)
    found = {}
    for key, accounts in members.items():
        happened = [m for m in settings.months_from(key[0]) if month_end(m) <= settings.as_of]
        mrr = [[ends[one][month] for one in accounts] for month in happened]
        own = set(accounts)
        found[key] = Cohort(
            len(accounts),
            sum((ends[one][key[0]] for one in accounts), ZERO),
            [sum(amounts, ZERO) for amounts in mrr],
            [sum(amount > 0 for amount in amounts) for amounts in mrr],
            [len(met[month] & own) if month in met else None for month in happened],
        )
    return found
