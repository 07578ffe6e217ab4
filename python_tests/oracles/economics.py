"""What accounts cost and bring: spend by channel, the largest accounts, and what the books say."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from python_tests.oracles.intake import Intake
from python_tests.oracles.month_sums import per, ratio
from python_tests.oracles.movements import ZERO
from python_tests.oracles.retention import MonthEnds, month_after
from python_tests.oracles.settings import NONE, Settings, month_end

TOTAL = ("total", "all")
MICRO = Decimal("0.000001")
Cell = tuple[str, str]


def converted(intake: Intake, amount: Decimal, currency: str, month: date) -> Decimal:
    rate = intake.rate(currency, month)
    assert rate is not None, f"accepted without a rate: {currency} in {month}"
    return (amount * rate).quantize(MICRO, ROUND_HALF_UP)


@dataclass(frozen=True, order=True)
class Booking:
    """Money spent on winning accounts, in the reporting currency."""

    spend_date: date
    channel: str
    amount: Decimal

    @property
    def month(self) -> date:
        return self.spend_date.replace(day=1)


def bookings(intake: Intake) -> list[Booking]:
    return sorted(
        Booking(
            row["spend_date"],
            row["acquisition_channel"],
            converted(intake, row["amount"], row["currency"], row["spend_date"].replace(day=1)),
        )
        for row in intake.accepted["marketing_spend"]
    )


def spend_by_month(
    booked: Iterable[Booking], channels: Iterable[str], settings: Settings
) -> dict[tuple[date, str, str], Decimal]:
    """From the first booking's month on: in total, and for each channel of bookings or accounts."""
    booked = list(booked)
    values = {TOTAL, *(("acquisition_channel", c) for c in channels if c != NONE)}
    values |= {("acquisition_channel", one.channel) for one in booked}
    first = min((one.month for one in booked), default=date.max)
    found = {(month, *value): ZERO for month in settings.months_from(first) for value in values}
    for one in booked:
        for value in (TOTAL, ("acquisition_channel", one.channel)):
            found[one.month, *value] += one.amount
    return found


def largest(ends: Mapping[str, MonthEnds], cells: Mapping[str, Iterable[Cell]]) -> dict[
    tuple[date, str, str], list[Decimal]
]:  # fmt: skip
    """MRR of all accounts of a value at the end of a month, the largest first."""
    found: dict[tuple[date, str, str], list[Decimal]] = {}
    for account_id, months in ends.items():
        for month, mrr in months.items():
            for cell in cells[account_id]:
                found.setdefault((month, *cell), []).append(mrr)
    return {key: sorted(amounts, reverse=True) for key, amounts in found.items()}


def cac(spend: Decimal | None, new_accounts: int) -> Decimal | None:
    return None if spend is None else per(spend, new_accounts)


def times(worth: Decimal | float | None, cost: Decimal | None) -> float | None:
    """How often what is earned covers what it costs; null where either is unknown, or the cost nothing."""
    return None if worth is None or not cost else float(worth) / float(cost)


def payback_months(cost: Decimal | None, arpa: Decimal | None, margin: Decimal | None) -> float | None:
    if cost is None or arpa is None or margin is None:
        return None
    return ratio(cost, arpa * margin)


@dataclass(frozen=True)
class Books:
    """What the whole company's books say by month, beside its ARR and its spend; absent is not known."""

    recognized_revenue: Mapping[date, Decimal]
    ebitda: Mapping[date, Decimal]
    net_burn: Mapping[date, Decimal]
    arr: Mapping[date, Decimal]
    spend: Mapping[date, Decimal]
    as_of: date

    def _sum(self, of: Mapping[date, Decimal], month: date, count: int, back: int = 0) -> Decimal | None:
        """Over `count` months, the last one `back` months before; null if one lacks or is cut by as_of."""
        months = [month_after(month, -back - n) for n in range(count)]
        if any(one not in of or month_end(one) > self.as_of for one in months):
            return None
        return sum((of[one] for one in months), ZERO)

    def net_new_arr(self, month: date) -> Decimal | None:
        if month_end(month) > self.as_of or month not in self.arr:
            return None
        return self.arr[month] - self.arr.get(month_after(month, -3), ZERO)

    def values(self, month: date) -> dict[str, Decimal | float | None]:
        """By mart column."""
        revenue, before = (self._sum(self.recognized_revenue, month, 3, back) for back in (0, 3))
        spend = self._sum(self.spend, month, 3, 3)
        year, result = self._sum(self.recognized_revenue, month, 12), self._sum(self.ebitda, month, 12)
        burn, gained = self._sum(self.net_burn, month, 3), self.net_new_arr(month)
        arr, arr_before = self.arr.get(month), self.arr.get(month_after(month, -12))
        growth = growth_rate(arr, arr_before)
        margin = None if result is None or year is None else ratio(result, year)
        return {
            "recognized_revenue": self.recognized_revenue.get(month),
            "ebitda": self.ebitda.get(month),
            "net_burn": self.net_burn.get(month),
            "arr": arr,
            "recognized_revenue_3m": revenue,
            "previous_recognized_revenue_3m": before,
            "previous_acquisition_spend_3m": spend,
            "magic_number": magic_number(revenue, before, spend),
            "arr_12m_before": arr_before,
            "arr_growth_rate": growth,
            "recognized_revenue_12m": year,
            "ebitda_12m": result,
            "ebitda_margin": margin,
            "rule_of_40": None if growth is None or margin is None else 100 * (growth + margin),
            "net_burn_3m": burn,
            "net_new_arr_3m": gained,
            "burn_multiple": burn_multiple(burn, gained),
        }


def growth_rate(now: Decimal | None, before: Decimal | None) -> float | None:
    return None if now is None or not before else float(now / before - 1)


def magic_number(revenue: Decimal | None, before: Decimal | None, spend: Decimal | None) -> float | None:
    if revenue is None or before is None or spend is None:
        return None
    return ratio(4 * (revenue - before), spend)


def burn_multiple(burn: Decimal | None, net_new_arr: Decimal | None) -> float | None:
    """None, not a large or negative number, where ARR did not grow."""
    return None if burn is None or net_new_arr is None or net_new_arr <= 0 else ratio(burn, net_new_arr)
