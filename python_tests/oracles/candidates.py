"""Evidence for and against a North Star definition, one account and month at a time."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping
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


def values(history: History, month: date, horizon: int, outcome: str) -> list[float]:
    """The observations of one outcome in the months after `month`; the horizon must be over."""
    now, later = history[month], [history[month_after(month, n)] for n in range(1, horizon + 1)]
    match outcome:
        case "retained":
            return [float(later[-1].mrr > 0)]
        case "expanded":
            return [float(later[-1].constant_mrr > now.constant_mrr)]
        case "renewed":
            return [float(not one.is_churned) for one in later if one.is_due]
        case "nps":
            return [float((score >= 9) - (score <= 6)) for one in later for score in one.answers]
    raise AssertionError(outcome)


@dataclass(frozen=True)
class Comparison:
    """Observations after months in which a definition was met, and after the others, by account."""

    met: Mapping[str, list[float]]
    other: Mapping[str, list[float]]

    @staticmethod
    def _pooled(side: Mapping[str, list[float]]) -> list[float]:
        return [value for found in side.values() for value in found]

    @property
    def counts(self) -> tuple[int, int]:
        """Accounts on either side."""
        return sum(map(bool, self.met.values())), sum(map(bool, self.other.values()))

    @property
    def observations(self) -> tuple[int, int]:
        return len(self._pooled(self.met)), len(self._pooled(self.other))

    @property
    def means(self) -> tuple[float | None, float | None]:
        first, second = self._pooled(self.met), self._pooled(self.other)
        return fmean(first) if first else None, fmean(second) if second else None

    @property
    def difference(self) -> float:
        first, second = self.means
        assert first is not None and second is not None
        return first - second

    @property
    def standard_error(self) -> float | None:
        """Accounts are drawn, not their months: what each pulls the difference by varies around 0."""
        first, second = self.means
        if first is None or second is None:
            return None
        n1, n0 = self.observations
        pulls = [
            sum(value - first for value in self.met.get(one, ())) / n1
            - sum(value - second for value in self.other.get(one, ())) / n0
            for one in {*self.met, *self.other}
            if self.met.get(one) or self.other.get(one)
        ]
        return stdev(pulls, 0.0) * math.sqrt(len(pulls)) if len(pulls) > 1 else None


def compare(
    histories: Mapping[str, History],
    complete: Collection[date],
    holds: Callable[[str, date], bool],
    qualifying: Collection[Observed],
    horizon: int,
    outcome: str,
) -> Comparison:
    """`holds` says whether an account-month is one in which the definition could have been met."""
    met: defaultdict[str, list[float]] = defaultdict(list)
    other: defaultdict[str, list[float]] = defaultdict(list)
    for account_id, history in histories.items():
        for month, one in history.items():
            if one.mrr > 0 and holds(account_id, month) and month_after(month, horizon) in complete:
                side = met if (account_id, month) in qualifying else other
                side[account_id] += values(history, month, horizon, outcome)
    return Comparison(met, other)


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
        wins += sum((a > b) + (a == b) / 2 for a in met for b in other)
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
