"""How long accounts live: Kaplan-Meier from what is known at the end of a month, continued where it ends."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from python_tests.oracles.retention import MonthEnds, months_between
from python_tests.oracles.settings import Settings, month_end


@dataclass(frozen=True)
class Life:
    """Months from the first paid one to the first whose end sees no MRR, or to the last that is known."""

    account_id: str
    tenure: int
    is_ended: bool


def last_known_month(month: date, settings: Settings) -> date:
    """A month that as_of cuts is not known yet: the one before it is the last."""
    if month_end(month) <= settings.as_of:
        return month
    number = 12 * month.year + month.month - 2
    return date(number // 12, number % 12 + 1, 1)


def lives(ends: Mapping[str, MonthEnds], known: date) -> list[Life]:
    """As seen at the end of a month; who began later has not lived yet."""
    found = []
    for account_id, months in ends.items():
        first = min(months)
        if first <= known:
            left = min((m for m, mrr in months.items() if mrr == 0 and m <= known), default=None)
            tenure = months_between(first, left or known)
            found.append(Life(account_id, tenure, left is not None))
    return found


@dataclass(frozen=True)
class Age:
    """One step of the curve."""

    at_risk_count: int
    churned_count: int
    survival_rate: float


def kaplan_meier(spans: Iterable[tuple[int, bool]]) -> list[Age]:
    """(age reached, whether it ended there), for every age from 0 to the oldest."""
    spans = list(spans)
    curve: list[Age] = []
    alive = 1.0
    for age in range(max((reached for reached, _ in spans), default=-1) + 1):
        at_risk = sum(reached >= age for reached, _ in spans)
        ended = sum(reached == age and is_ended for reached, is_ended in spans)
        alive *= 1 - ended / at_risk
        curve.append(Age(at_risk, ended, alive))
    return curve


@dataclass(frozen=True)
class Survival:
    """The observed curve, and its continuation to the horizon."""

    observed: Sequence[Age]
    tail_churn_rate: float
    rates: Sequence[float]

    @property
    def observed_months(self) -> int:
        return len(self.observed) - 1

    @property
    def rate_12m(self) -> float | None:
        is_known = min(self.observed_months, len(self.rates) - 1) >= 12
        return self.rates[12] if is_known else None

    @property
    def expected_months(self) -> float:
        return sum(self.rates)

    def discounted_months(self, yearly_rate: float, observed_only: bool = False) -> float:
        last = len(self.observed) if observed_only else len(self.rates)
        return sum(rate / math.pow(1 + yearly_rate, age / 12) for age, rate in enumerate(self.rates[:last]))


def survival(spans: Iterable[tuple[int, bool]], minimum: int, horizon: int) -> Survival | None:
    """None where fewer than `minimum` accounts have lived at all."""
    observed = [age for age in kaplan_meier(spans) if age.at_risk_count >= minimum]
    if not observed:
        return None
    last_ages = observed[-12:]
    tail = sum(age.churned_count for age in last_ages) / sum(age.at_risk_count for age in last_ages)
    rates = [age.survival_rate for age in observed[:horizon]]
    while len(rates) < horizon:
        rates.append(rates[-1] * (1 - tail))
    return Survival(observed, tail, rates)


def curves(
    ends: Mapping[str, MonthEnds],
    cells: Mapping[str, Iterable[tuple[str, str]]],
    months: Iterable[date],
    settings: Settings,
) -> dict[tuple[date, str, str], Survival]:
    """By the month whose end one looks back from, and breakdown value."""
    found = {}
    for month in months:
        spans: dict[tuple[str, str], list[tuple[int, bool]]] = {}
        for life in lives(ends, last_known_month(month, settings)):
            for cell in cells[life.account_id]:
                spans.setdefault(cell, []).append((life.tenure, life.is_ended))
        for cell, of_cell in spans.items():
            curve = survival(of_cell, settings.ltv_minimum_at_risk, settings.ltv_horizon_months)
            if curve is not None:
                found[month, *cell] = curve
    return found
