"""What the demo company is like: its calendar, price list and the behaviour planted in it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
import numpy.typing as npt

from north_star.demo.defaults import DEFAULT_ACCOUNTS, DEFAULT_EVENTS, DEFAULT_SEED

Ints = npt.NDArray[np.int64]
Bools = npt.NDArray[np.bool_]
Codes = npt.NDArray[np.int8]

DAY = 86_400  # seconds
EPOCH = date(1970, 1, 1)


def day_number(day: date) -> int:
    """Days since 1970-01-01, the unit in which all calendar days are kept."""
    return (day - EPOCH).days


START = date(2023, 1, 1)
AS_OF = date(2025, 12, 31)
AS_OF_DAY = day_number(AS_OF)
FIRST_MONDAY = day_number(date(2023, 1, 2))
WEEKS = 157  # Monday 2023-01-02 to the cut week of Monday 2025-12-29
OUTAGE_WEEKS = range(81, 90)  # 2024-07-22 to 2024-09-22: the bad quarter

SEGMENTS = ("smb", "mid_market", "enterprise")
INDUSTRIES = ("software", "agency", "construction", "healthcare", "education", "retail", "finance")
COUNTRIES = ("US", "CA", "AU", "GB", "DE", "FR", "NL", "ES")
COUNTRY_WEIGHTS = (38, 7, 6, 15, 14, 9, 6, 5)
CHANNELS = ("organic_search", "paid_search", "referral", "partner", "outbound")
CHANNEL_WEIGHTS = (30, 27, 18, 13, 12)
CURRENCIES = ("USD", "EUR", "GBP")
CURRENCY_OF_COUNTRY = (0, 0, 0, 2, 1, 1, 1, 1)

PLANS = ("free", "starter", "team", "business")
INTERVALS = ("month", "quarter", "year")
INTERVAL_MONTHS = (1, 3, 12)
INTERVAL_PRICE_PERCENT = (100, 285, 1000)  # a quarter is 5% cheaper, a year costs ten months
SEAT_PRICE_CENTS = ((0, 1200, 2400, 4800), (0, 1100, 2200, 4400), (0, 1000, 1900, 3900))  # currency, plan
VOLUME_TIERS = ((50, 90), (150, 80))  # above so many seats, percent of the list price
TRIAL_DAYS = 14
GROSS_MARGIN = "0.78"

# Chances to leave at a renewal (month, quarter, year), by whether the team worked together some weeks before.
CHURN_AT_RENEWAL = {True: (0.0035, 0.011, 0.04), False: (0.042, 0.115, 0.34)}
CHURN_BY_SEGMENT = (1.15, 0.95, 0.70)
CHURN_LEAD_WEEKS = (3, 8)
# Whoever lost (or found) its teamwork within the last weeks leaves (or grows) so much more often.
FRESH_WEEKS = 8
FRESH_LOSS, FRESH_GAIN = 2.4, 1.8
EXPANSION_LEAD_WEEKS = (2, 6)
# Weekly chances of an account that pays.
EXPANSION = {True: 0.0140, False: 0.0003}
UPGRADE = {True: 0.0030, False: 0.0003}
CONTRACTION = {True: 0.0003, False: 0.0045}
PAUSE = {True: 0.0003, False: 0.0070}
DOWNGRADE_AT_RENEWAL = {True: 0.002, False: 0.022}
PAYMENT_FAILS = 0.016  # at a renewal by the month or quarter
FAILURE_IS_FINAL = {True: 0.15, False: 0.45}
RETURN_WEEKLY = 0.006  # of an account that left at least two months ago
FREE_TO_PAID = {True: 0.010, False: 0.001}
TRIAL_CONVERTS = {True: 0.86, False: 0.50}
# Weekly chances that an account's teamwork starts or stops, for a good and a poor fit.
TEAMWORK_STOPS = {True: 0.011, False: 0.045}
TEAMWORK_STARTS = {True: 0.045, False: 0.012}
# Weekly chances of a week of teamwork, and of a week with a few actions only (before scaling to the volume).
TEAM_WEEK = {True: 0.50, False: 0.015}
LIGHT_WEEK = {True: 0.22, False: 0.74}


@dataclass(frozen=True)
class Settings:
    """Size and seed of one company; `events` counts every row of the table, bad ones too."""

    seed: int = DEFAULT_SEED
    events: int = DEFAULT_EVENTS
    accounts: int = DEFAULT_ACCOUNTS

    def generator(self, stream: int) -> np.random.Generator:
        """A stream for each part, so that changing one part leaves the others as they are."""
        return np.random.default_rng([self.seed, stream])


def pick(rng: np.random.Generator, weights: Sequence[int], size: int) -> Ints:
    """Indexes drawn by whole-number weights (no floating point: equal on every machine)."""
    bounds = np.cumsum(np.asarray(weights, dtype=np.int64))
    return np.searchsorted(bounds, rng.integers(0, int(bounds[-1]), size), side="right").astype(np.int64)


def by_state(engaged: Bools, chances: dict[bool, float]) -> npt.NDArray[np.float64]:
    """The chance of each account, by whether its team works together."""
    return np.where(engaged, chances[True], chances[False])


def season_percent(week: int) -> int:
    """How busy customers are in a week: summer and year-end are quiet, the outage hurts."""
    day = date.fromordinal(date(2023, 1, 2).toordinal() + 7 * week)
    if week in OUTAGE_WEEKS:
        return 62
    if (day.month == 12 and day.day >= 18) or (day.month == 1 and day.day <= 3):
        return 50
    return {8: 72, 7: 90, 12: 88}.get(day.month, 100)
