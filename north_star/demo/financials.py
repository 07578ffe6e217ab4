"""The company's financials: revenue close to MRR, costs that grow more slowly, and cash burn."""

from __future__ import annotations

import numpy as np

from north_star.demo import parameters as p
from north_star.demo import text
from north_star.demo.defaults import DEFAULT_ACCOUNTS
from north_star.demo.parameters import Ints, Settings
from north_star.demo.text import Row, second_of

MONTHS = 36
PER_MONTH = {"day": (365, 12), "week": (52, 12), "month": (1, 1), "quarter": (1, 3), "year": (1, 12)}
COST_OF_REVENUE_PERCENT = 22  # the rest is the gross margin
OTHER_CENTS, OTHER_RISE_CENTS = 6_500_000, 290_000  # product and administration: at the start, and a month
AVERAGE_RATE = {"USD": 100, "EUR": 108, "GBP": 126}  # near enough: accountants book by the day


def billed_by_month(items: list[Row]) -> Ints:
    """Cents of revenue per month: a paid row earns from the month it starts to the one before it ends."""
    change = np.zeros(MONTHS + 1, dtype=np.int64)
    for row in items:
        if row[12] == "true" or row[3] == "free":
            continue
        currency = row[6].strip().upper()
        cents = round(float(row[4]) * 100) * AVERAGE_RATE[currency] // 100
        times, months = PER_MONTH[row[7].strip().lower()]
        cents = cents * times // (months * int(row[8]))
        change[place(row[10])] += cents
        change[place(row[11]) if row[11] else MONTHS] -= cents
    earned: Ints = np.cumsum(change)[:MONTHS]
    return earned


def place(moment: str) -> int:
    """Months since the demo's first; anything after the last month counts as the one after it."""
    month = np.datetime64(second_of(moment), "s").astype("datetime64[M]")
    return min(int((month - np.datetime64(p.START, "M")).astype(int)), MONTHS)


def spent_by_month(spend: list[Row]) -> Ints:
    """Cents of marketing and sales a month."""
    spent = np.zeros(MONTHS, dtype=np.int64)
    for day, _, amount, currency in spend:
        spent[place(day)] += round(float(amount) * 100) * AVERAGE_RATE[currency] // 100
    return spent


def company_financials(settings: Settings, items: list[Row], spend: list[Row]) -> list[Row]:
    """One row a month, dated its last day; the first month's burn was never written down."""
    rng = settings.generator(18)
    earned, spent = billed_by_month(items), spent_by_month(spend)
    rows: list[Row] = []
    for month in range(MONTHS):
        revenue = int(earned[month]) * int(rng.integers(970, 1011)) // 1000
        other = (OTHER_CENTS + OTHER_RISE_CENTS * month) * settings.accounts // DEFAULT_ACCOUNTS
        other = other * int(rng.integers(960, 1041)) // 1000
        ebitda = revenue * (100 - COST_OF_REVENUE_PERCENT) // 100 - int(spent[month]) - other
        # Years paid in advance bring cash before they are revenue; tools and rent swing.
        burn = -ebitda - revenue * int(rng.integers(0, 9)) // 100
        rows.append(
            (
                text.month_end(month),
                "usd" if month == 11 else "USD",
                text.decimals(revenue),
                text.decimals(ebitda),
                text.decimals(burn) if month else "",
            )
        )
    return rows
