"""What the marts of the chain from North Star to lifetime value must hold, account by account."""

from __future__ import annotations

import math
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from functools import cache
from statistics import stdev

from python_tests.oracles.candidates import NORMAL_95
from python_tests.oracles.company import Company
from python_tests.oracles.mart_candidates import complete_months
from python_tests.oracles.mart_drivers import ALL, north_star_months
from python_tests.oracles.mart_retention import ends_of
from python_tests.oracles.mart_revenue import Rows
from python_tests.oracles.movements import Movement
from python_tests.oracles.retention import months_between
from python_tests.oracles.rows import rows_of

LINKS = ("ltv_at_start", "ltv_of_churn", "ltv_of_growth")
LTV = "realised_ltv"
Part = tuple[Fraction, Fraction]
"""What an account adds to the numerator and to the denominator of a measure."""


@dataclass(frozen=True)
class Life:
    """An account's months that are over, from the first at whose end it paid."""

    first: date
    ends: Mapping[date, Fraction]
    movements: tuple[Movement, ...]
    windows: int
    met: int
    scores: tuple[int, ...]

    @property
    def attainment(self) -> Fraction:
        return Fraction(self.met, self.windows)

    @property
    def parts(self) -> dict[str, Part]:
        """Measures whose denominator is 0 are left out."""
        start, brought = self.ends[self.first], sum(self.ends.values(), Fraction(0))
        paid = sum(mrr > 0 for mrr in self.ends.values())
        lost_months = [one for one in self.movements if one.opening_mrr > 0]
        opening = sum((Fraction(one.opening_mrr) for one in lost_months), Fraction(0))
        kept = opening + sum(
            (Fraction(one.expansion_mrr - one.contraction_mrr - one.churned_mrr) for one in lost_months),
            Fraction(0),
        )
        whole = {
            "months_since_start": Fraction(len(self.ends)),
            LTV: brought,
            "ltv_at_start": start * len(self.ends),
            "ltv_of_churn": -start * (len(self.ends) - paid),
            "ltv_of_growth": sum((mrr - start for mrr in self.ends.values() if mrr > 0), Fraction(0)),
        }
        found = {
            "attainment": (Fraction(self.met), Fraction(self.windows)),
            "nps": (
                Fraction(100 * sum((one >= 9) - (one <= 6) for one in self.scores)),
                Fraction(len(self.scores)),
            ),
            "monthly_churn_rate": (
                Fraction(sum(one.is_churned for one in lost_months)),
                Fraction(self._months_at_risk),
            ),
            "monthly_nrr": (kept, opening),
            **{name: (Fraction(value), Fraction(1)) for name, value in whole.items()},
        }
        return {name: part for name, part in found.items() if part[1] > 0}

    @property
    def _months_at_risk(self) -> int:
        return sum(one.opening_mrr > 0 for one in self.movements)


@cache
def lives(company: Company) -> dict[str, Life]:
    complete = complete_months(company)
    seen: defaultdict[str, list[tuple[int, int]]] = defaultdict(list)
    for (account_id, month), one in north_star_months(company).items():
        if month in complete:
            seen[account_id].append(one)
    moved: defaultdict[str, list[Movement]] = defaultdict(list)
    for movement in company.movements:
        moved[movement.account_id].append(movement)
    found = {}
    for account_id, counts in seen.items():
        mrr = ends_of(company)[account_id]
        first = min(month for month, value in mrr.items() if value > 0)
        ends = {
            month: Fraction(value) for month, value in mrr.items() if month in complete and month >= first
        }
        assert len(ends) == 1 + months_between(first, max(complete)), account_id
        found[account_id] = Life(
            first,
            ends,
            tuple(m for m in moved[account_id] if first <= m.month_start in complete),
            sum(windows for windows, _ in counts),
            sum(met for _, met in counts),
            tuple(
                answer.score
                for answer in company.answers
                if answer.account_id == account_id and answer.is_counted and answer.month_start in complete
            ),
        )
    return found


def terciles(attainments: Mapping[str, Fraction]) -> dict[str, str]:
    """Equal ones stand together, where the middle one of them stands."""
    values = sorted(attainments.values())
    found = {}
    for key, value in attainments.items():
        below = bisect_left(values, value)
        equal = bisect_right(values, value) - below
        place = (below + Fraction(equal, 2)) / len(values)
        found[key] = "bottom" if place < Fraction(1, 3) else "middle" if place < Fraction(2, 3) else "top"
    return found


def quotient(parts: Iterable[Part]) -> tuple[float, float | None]:
    """Of two sums over accounts, with its standard error: accounts are drawn, each with both its parts."""
    found = list(parts)
    over, under = (sum((part[side] for part in found), Fraction(0)) for side in (0, 1))
    ratio = over / under
    pulls = [float((s - ratio * n) / under) for s, n in found]
    error = stdev(pulls, 0.0) * math.sqrt(len(pulls)) if len(pulls) > 1 else None
    return float(ratio), error


def value_chain(company: Company) -> Rows:
    thirds = terciles({key: life.attainment for key, life in lives(company).items()})
    cells: defaultdict[tuple[str, str, str], list[Part]] = defaultdict(list)
    for key, life in lives(company).items():
        for measure, part in life.parts.items():
            for cohort in (str(life.first.year), ALL):
                for tercile in (thirds[key], ALL):
                    cells[cohort, tercile, measure].append(part)
    rows: Rows = {}
    for cell, parts in cells.items():
        value, error = quotient(parts)
        is_enough = len(parts) >= company.settings.north_star_minimum_accounts
        shown = error if is_enough else None
        rows[cell] = {
            "account_count": len(parts),
            "is_enough": is_enough,
            "observation_count": float(sum(part[1] for part in parts)),
            "measure_value": value,
            "standard_error": shown,
            "value_lower": None if shown is None else value - NORMAL_95 * shown,
            "value_upper": None if shown is None else value + NORMAL_95 * shown,
        }
    return rows


def value_chain_links(company: Company) -> Rows:
    chain = rows_of(value_chain, company)
    rows: Rows = {}
    for cohort in {cohort for cohort, _, _ in chain}:
        sides = [
            {link: chain.get((cohort, side, link)) for link in (LTV, *LINKS)} for side in ("top", "bottom")
        ]
        whole = None
        for link in (LTV, *LINKS):
            top, bottom = sides[0][link], sides[1][link]
            if top is None or bottom is None:
                continue
            difference = top["measure_value"] - bottom["measure_value"]
            whole = difference if link == LTV else whole
            errors = [one["standard_error"] for one in (top, bottom)]
            reach = None if None in errors else NORMAL_95 * math.hypot(*errors)
            rows[cohort, link] = {
                "top_account_count": top["account_count"],
                "bottom_account_count": bottom["account_count"],
                "top_mean": top["measure_value"],
                "bottom_mean": bottom["measure_value"],
                "difference": difference,
                "difference_lower": None if reach is None else difference - reach,
                "difference_upper": None if reach is None else difference + reach,
                "share_of_difference": difference / whole if whole else None,
            }
    return rows
