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


def month_ends(movements: Iterable[Movement]) -> dict[str, dict[date, Decimal]]:
    """MRR of each account at the end of each month, from the month in which it first paid."""
    found: defaultdict[str, dict[date, Decimal]] = defaultdict(dict)
    for one in movements:
        found[one.account_id][one.month_start] = one.closing_mrr
    return dict(found)


def first_months(ends: Mapping[str, MonthEnds], cells: Cells) -> dict[tuple[str, str], date]:
    """The first month of each breakdown value."""
    found: dict[tuple[str, str], date] = {}
    for account_id, months in ends.items():
        for cell in cells[account_id]:
            found[cell] = min(found.get(cell, date.max), min(months))
    return found


@dataclass
class Retention:
    """A base of accounts, and what is left of it; rates are null without a base."""

    base_account_count: int = 0
    retained_account_count: int = 0
    base_mrr: Decimal = ZERO
    retained_mrr: Decimal = ZERO
    kept_mrr: Decimal = ZERO

    def add(self, before: Decimal, now: Decimal) -> None:
        self.base_account_count += 1
        self.retained_account_count += now > 0
        self.base_mrr += before
        self.retained_mrr += now
        self.kept_mrr += min(before, now)

    @property
    def logo_retention_rate(self) -> float | None:
        return ratio(self.retained_account_count, self.base_account_count)

    @property
    def nrr(self) -> float | None:
        return ratio(self.retained_mrr, self.base_mrr)

    @property
    def grr(self) -> float | None:
        return ratio(self.kept_mrr, self.base_mrr)


@dataclass(frozen=True)
class Retained:
    """One account that paid `horizon` months before `month`."""

    account_id: str
    month: date
    horizon: int
    before: Decimal
    now: Decimal


def retained(ends: Mapping[str, MonthEnds]) -> Iterator[Retained]:
    for account_id, months in ends.items():
        for month, now in months.items():
            for horizon in HORIZONS:
                before = months.get(month_after(month, -horizon), ZERO)
                if before > 0:
                    yield Retained(account_id, month, horizon, before, now)


def retention(
    ends: Mapping[str, MonthEnds], cells: Cells, settings: Settings
) -> dict[tuple[date, int, str, str], Retention]:
    """By month, horizon and value, from one horizon after the value's first month on, without a gap."""
    found = {
        (month, horizon, *cell): Retention()
        for cell, first in first_months(ends, cells).items()
        for horizon in HORIZONS
        for month in settings.months_from(month_after(first, horizon))
    }
    for one in retained(ends):
        for cell in cells[one.account_id]:
            found[one.month, one.horizon, *cell].add(one.before, one.now)
    return found


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
        found[key] = Cohort(
            len(accounts),
            sum((ends[one][key[0]] for one in accounts), ZERO),
            [sum((ends[one][month] for one in accounts), ZERO) for month in happened],
            [sum(ends[one][month] > 0 for one in accounts) for month in happened],
            [len(met[month] & set(accounts)) if month in met else None for month in happened],
        )
    return found
