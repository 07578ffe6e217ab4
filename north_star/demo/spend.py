"""Exchange rates that move every week, and marketing spend by channel."""

from __future__ import annotations

from datetime import date

import numpy as np

from north_star.demo import parameters as p
from north_star.demo import text
from north_star.demo.defaults import DEFAULT_ACCOUNTS
from north_star.demo.parameters import Settings

# In ten-thousandths of a dollar: first rate, the level it is drawn to, weekly step.
RATES = {"EUR": (10_690, 11_050, 90), "GBP": (12_080, 12_840, 105)}
CAD_RATES = (7_230, 7_245, 7_310, 7_290, 7_205, 7_270, 7_185, 7_165, 7_240)  # month ends from April 2025
FIRST_RATE_DAY = p.day_number(date(2022, 12, 30))
SPEND_CENTS = (90_000, 260_000, 70_000, 110_000, 240_000)  # a week at the start, by channel
SPEND_CURRENCY = ("USD", "USD", "USD", "EUR", "USD")
UNALLOCATED = "(unallocated)"  # salaries of sales and marketing: what no channel explains
SALARIES_CENTS, SALARIES_RISE_CENTS = 1_900_000, 80_000  # in the first month, and more every month


def exchange_rates(settings: Settings) -> list[text.Row]:
    """One rate a week for euro and pound, and one for the last day; the Canadian dollar comes late."""
    rng = settings.generator(8)
    days = [*range(FIRST_RATE_DAY, p.AS_OF_DAY, 7), p.AS_OF_DAY]
    rows: list[text.Row] = []
    for currency, (level, aim, step) in RATES.items():
        for written in text.dates(days):
            rows.append((currency, written, f"{level // 10_000}.{level % 10_000:04d}"))
            level += int(rng.integers(-step, step + 1)) + (aim - level) // 40
    month = np.datetime64("2025-05", "M")
    for number, level in enumerate(CAD_RATES):
        last = int((month + number).astype("datetime64[D]").astype(np.int64)) - 1
        rows.append(("CAD", text.dates([last])[0], f"0.{level}"))
    return sorted(rows, key=lambda row: (row[1], row[0]))


def marketing_spend(settings: Settings) -> list[text.Row]:
    """One row a week and channel; budgets grow with the company and are cut in the bad quarter."""
    rng = settings.generator(9)
    rows: list[text.Row] = []
    for week in range(p.WEEKS):
        written = text.dates([p.FIRST_MONDAY + 7 * week])[0]
        for channel, base in enumerate(SPEND_CENTS):
            percent = (70 + min(week, 110)) * (100 + p.season_percent(week)) // 200
            percent = percent * int(rng.integers(80, 121)) // 100
            cents = base * percent // 100 * settings.accounts // DEFAULT_ACCOUNTS
            rows.append((written, p.CHANNELS[channel], text.decimals(cents), SPEND_CURRENCY[channel]))
    return sorted(rows + salaries(settings), key=lambda row: row[0])


def salaries(settings: Settings) -> list[text.Row]:
    """One booking on the last day of every month."""
    rng = settings.generator(17)
    rows: list[text.Row] = []
    for number in range(36):
        cents = (SALARIES_CENTS + SALARIES_RISE_CENTS * number) * int(rng.integers(96, 105)) // 100
        cents = cents * settings.accounts // DEFAULT_ACCOUNTS
        rows.append((text.month_end(number), UNALLOCATED, text.decimals(cents), "USD"))
    return rows
