"""What speaks for a hypothesis about an outcome and an influencer, and the verdict."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from python_tests.oracles.candidates import (
    LEAST_MONTHS,
    NORMAL_95,
    Comparison,
    correlation_interval,
    spearman,
)

LAGS = range(7)
NO_DATA, HOLDS = "not enough data", "holds"
FAILS, ALL_FAIL = "does not hold", "outcome moves without its influencers"


@dataclass(frozen=True)
class Hypothesis:
    """One row of metric_influencers.csv."""

    outcome: str
    influencer: str
    sign: int
    lag: int
    measure: str | None

    @property
    def horizon(self) -> int:
        """Months after which accounts are looked at again: the first that the lag does not exceed."""
        return next(one for one in (1, 3, 6) if self.lag <= one)


@dataclass(frozen=True)
class Months:
    """Pairs of months of the two series."""

    pairs: tuple[tuple[float, float], ...]

    @property
    def correlation(self) -> float | None:
        return spearman(list(self.pairs)) if len(self.pairs) >= LEAST_MONTHS else None

    @property
    def interval(self) -> tuple[float, float] | None:
        found = self.correlation
        return None if found is None else correlation_interval(found, len(self.pairs))

    @property
    def side(self) -> int | None:
        """1 or -1 where the correlation is clear of 0; a perfect one needs no interval."""
        found = self.correlation
        if found is None:
            return None
        lower, upper = self.interval or (found, found)
        return (lower > 0) - (upper < 0)

    def reason(self, knows_outcome: bool, knows_influencer: bool) -> str | None:
        if self.correlation is not None:
            return None
        if not knows_outcome:
            return "the outcome has no value in any month"
        if not knows_influencer:
            return "the influencer has no value in any month"
        return "fewer than 12 months" if len(self.pairs) < LEAST_MONTHS else "one of the two never changes"


def difference_interval(one: Comparison, least: int) -> tuple[float, float, float] | None:
    """Difference and both ends, where there are accounts enough."""
    error = one.standard_error
    if min(one.counts) < least or error is None:
        return None
    return one.difference, one.difference - NORMAL_95 * error, one.difference + NORMAL_95 * error


def accounts_side(one: Comparison, least: int) -> int | None:
    found = difference_interval(one, least)
    return None if found is None else (found[1] > 0) - (found[2] < 0)


def holds(sign: int, accounts: int | None, months: int | None) -> bool | None:
    """Accounts decide where there are enough; months alone where not, and they may contradict."""
    if accounts is None:
        return None if months is None else months == sign
    return accounts == sign and months != -sign


def verdicts(answers: Iterable[bool | None], is_moving: bool) -> list[str]:
    """Those of all hypotheses about one outcome in one period; an outcome of one value does not move."""
    found = list(answers)
    rest = FAILS if True in found or not is_moving else ALL_FAIL
    return [NO_DATA if one is None else HOLDS if one else rest for one in found]
