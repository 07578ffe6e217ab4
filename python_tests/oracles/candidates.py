"""Evidence for and against a North Star definition, one account and month at a time."""

from __future__ import annotations

import math
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from itertools import pairwise
from statistics import fmean, stdev

from python_tests.oracles.retention import month_after

HORIZONS = (1, 3, 6, 12)
LAGS = range(7)
OUTCOMES = ("retained", "expanded", "renewed", "nps")
NORMAL_95 = 1.96
LEAST_MONTHS = 12

Observed = tuple[str, date]
"""An account that pays at a month's end, and the month."""


@dataclass
class AccountMonth:
    """What an account's month says: what it is worth, whether a term ended, what its people answered."""

    mrr: float = 0.0
    constant_mrr: float = 0.0
    is_due: bool = False
    is_churned: bool = False
    answers: list[int] = field(default_factory=list)


History = Mapping[date, AccountMonth]
Cell = tuple[str, int]
"""Outcome and horizon."""


def _values(now: AccountMonth, later: list[AccountMonth], outcome: str) -> list[int]:
    """The observations of one outcome in the months after `now`."""
    match outcome:
        case "retained":
            return [int(later[-1].mrr > 0)]
        case "expanded":
            return [int(later[-1].constant_mrr > now.constant_mrr)]
        case "renewed":
            return [int(not one.is_churned) for one in later if one.is_due]
        case "nps":
            return [(score >= 9) - (score <= 6) for one in later for score in one.answers]
    raise AssertionError(outcome)


def observations(history: History, complete: Collection[date]) -> dict[date, dict[Cell, tuple[int, int]]]:
    """Of each paying month of one account: how many observations each cell has, and their sum.

    A horizon must be over, and a month in which the account does not pay is no base.
    """
    found: dict[date, dict[Cell, tuple[int, int]]] = {}
    for month, now in history.items():
        if now.mrr <= 0:
            continue
        cells = found[month] = {}
        for horizon in HORIZONS:
            if month_after(month, horizon) in complete:
                later = [history[month_after(month, n)] for n in range(1, horizon + 1)]
                for outcome in OUTCOMES:
                    values = _values(now, later, outcome)
                    if values:
                        cells[outcome, horizon] = len(values), sum(values)
    return found


@dataclass(frozen=True)
class Comparison:
    """Observations after months in which a definition was met, and after the others; no mean of nothing."""

    counts: tuple[int, int]
    """Accounts on either side; one may stand on both."""
    observations: tuple[int, int]
    means: tuple[float | None, float | None]
    standard_error: float | None

    @property
    def difference(self) -> float:
        first, second = self.means
        assert first is not None and second is not None
        return first - second


class Sides:
    """Counts and sums of one cell's observations, by account: after meeting the definition, and otherwise."""

    def __init__(self) -> None:
        self.by_account: defaultdict[str, list[list[int]]] = defaultdict(lambda: [[0, 0], [0, 0]])

    def add(self, account_id: str, is_met: bool, count: int, total: int) -> None:
        side = self.by_account[account_id][0 if is_met else 1]
        side[0] += count
        side[1] += total

    def compared(self) -> Comparison:
        accounts = list(self.by_account.values())
        counts = [sum(account[side][0] > 0 for account in accounts) for side in (0, 1)]
        numbers = [sum(account[side][0] for account in accounts) for side in (0, 1)]
        totals = [sum(account[side][1] for account in accounts) for side in (0, 1)]
        first, second = (total / n if n else None for total, n in zip(totals, numbers, strict=True))
        error = None
        if first is not None and second is not None and len(accounts) > 1:
            # Accounts are drawn, not their months: what each pulls the difference by varies around 0.
            pulls = [
                (met[1] - first * met[0]) / numbers[0] - (other[1] - second * other[0]) / numbers[1]
                for met, other in accounts
            ]
            error = stdev(pulls, 0.0) * math.sqrt(len(pulls))
        return Comparison((counts[0], counts[1]), (numbers[0], numbers[1]), (first, second), error)


def ranks(series: list[float]) -> list[float]:
    """From 1 on; equal values share the mean of their ranks."""
    return [
        1 + sum(other < one for other in series) + (sum(other == one for other in series) - 1) / 2
        for one in series
    ]


def spearman(pairs: list[tuple[float, float]]) -> float | None:
    """Pearson's correlation of the ranks; null for a series that never changes."""
    if not pairs:
        return None
    first, second = (ranks([pair[side] for pair in pairs]) for side in (0, 1))
    mean = (len(pairs) + 1) / 2
    spread = math.prod(math.sqrt(sum((rank - mean) ** 2 for rank in side)) for side in (first, second))
    together = sum((a - mean) * (b - mean) for a, b in zip(first, second, strict=True))
    return together / spread if spread else None


def correlation_interval(correlation: float, count: int) -> tuple[float, float] | None:
    if abs(correlation) >= 1:
        return None
    error = math.sqrt((1 + correlation**2 / 2) / (count - 3))
    middle = math.atanh(correlation)
    return math.tanh(middle - NORMAL_95 * error), math.tanh(middle + NORMAL_95 * error)


def volume_auc(groups: Iterable[tuple[list[int], list[int]]]) -> float | None:
    """Of all pairs of one month, one that met it and one that did not: how often the former did more."""
    wins, pairs = 0.0, 0
    for met, other in groups:
        pairs += len(met) * len(other)
        other.sort()
        # Half of those that did less, and half of those that did no more: equal ones count half.
        wins += sum((bisect_left(other, one) + bisect_right(other, one)) / 2 for one in met)
    return wins / pairs if pairs else None


@dataclass(frozen=True)
class Parts:
    """What the score is made of; None is not known."""

    effect: float | None
    coverage: float | None
    stability: float | None
    volume_auc: float | None
    mean_correlation: float | None

    @property
    def supports(self) -> dict[str, float | None]:
        auc, lead, covered = self.volume_auc, self.mean_correlation, self.coverage
        return {
            "discrimination": None if covered is None else 4 * covered * (1 - covered),
            "stability": self.stability,
            "volume_resistance": None if auc is None else min(1.0, 2 - 2 * auc),
            "lead": None if lead is None else max(0.0, lead),
        }

    @property
    def score(self) -> float | None:
        known = [one for one in self.supports.values() if one is not None]
        return None if self.effect is None or not known else 100 * self.effect * fmean(known)


def stability(shares: list[float]) -> float | None:
    if len(shares) < 2 or not any(shares):
        return None
    moves = fmean(abs(after - before) for before, after in pairwise(shares))
    return max(0.0, 1 - moves / fmean(shares))
