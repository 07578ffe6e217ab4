"""What the marts of evidence for North Star definitions must hold, row by row."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from statistics import fmean
from typing import Any

from python_tests.oracles import candidates
from python_tests.oracles.candidates import AccountMonth, Cell, Comparison, Observed, Parts, Sides
from python_tests.oracles.company import Company
from python_tests.oracles.mart_retention import ends_of
from python_tests.oracles.mart_revenue import Rows
from python_tests.oracles.month_sums import ratio
from python_tests.oracles.north_star import Evaluated, attributes_of
from python_tests.oracles.retention import month_after
from python_tests.oracles.settings import month_end

Definition = tuple[str, int]


def complete_months(company: Company) -> frozenset[date]:
    first = min((month for months in ends_of(company).values() for month in months), default=date.max)
    return frozenset(m for m in company.settings.months_from(first) if month_end(m) <= company.settings.as_of)


@cache
def histories_of(company: Company) -> dict[str, dict[date, AccountMonth]]:
    constant = ends_of(company, at_constant_rates=True)
    found = {
        account_id: {
            month: AccountMonth(float(mrr), float(constant[account_id][month])) for month, mrr in ends.items()
        }
        for account_id, ends in ends_of(company).items()
    }
    for movement in company.movements:
        month = found.get(movement.account_id, {}).get(movement.month_start)
        if month is not None:
            month.is_due, month.is_churned = movement.renewal_due_mrr > 0, movement.is_churned
    for answer in company.answers:
        month = found.get(answer.account_id or "", {}).get(answer.month_start)
        if month is not None and answer.is_counted:
            month.answers.append(answer.score)
    return found


@dataclass(frozen=True)
class Met:
    """Who met a definition in which month, and with whom they are compared.

    `months` are those in which a complete window ended; `scope` holds the accounts that could have met it in
    one, or None where that is everybody.
    """

    months: frozenset[date]
    observed: frozenset[Observed]
    scope: Mapping[date, frozenset[str] | None]

    def holds(self, account_id: str, month: date) -> bool:
        accounts = self.scope.get(month)
        return month in self.months and (accounts is None or account_id in accounts)


def limited_to(company: Company, found: Evaluated, starts: list[date]) -> frozenset[str] | None:
    """Accounts with the population's attributes and, for windows since sign-up, of the periods' sign-ups."""
    definition = found.definition
    wanted = attributes_of(definition.population)
    accounts = {
        one
        for one, values in company.attributes.items()
        if all({"account_id": one, **values}[name] == value for name, value in wanted)
    }
    if definition.window_days is None:
        return frozenset(accounts) if wanted else None
    signed_up = company.world.signed_up(definition.entity).values()
    return frozenset(one for one, day in signed_up if day.replace(day=1) in starts and one in accounts)


@cache
def _met(company: Company) -> dict[Definition, Met]:
    found = {}
    for key, one in company.north_star.items():
        reach = timedelta(days=(one.definition.window_days or 1) - 2)
        months = {
            start: (period.period_end + reach).replace(day=1)
            for (start, breakdown, _), period in one.periods.items()
            if breakdown == "total" and period.is_complete
        }
        observed = {
            (entity.account_id, months[start])
            for (start, _), entity in one.entities.items()
            if start in months
        }
        scope = {
            month: limited_to(company, one, [start for start in months if months[start] == month])
            for month in set(months.values())
        }
        found[key] = Met(frozenset(months.values()), frozenset(observed), scope)
    return found


@cache
def observations_of(company: Company) -> dict[str, dict[date, dict[Cell, tuple[int, int]]]]:
    complete = complete_months(company)
    return {
        account_id: candidates.observations(history, complete)
        for account_id, history in histories_of(company).items()
    }


@cache
def _comparisons(company: Company) -> dict[Definition, dict[Cell, Comparison]]:
    found: dict[Definition, dict[Cell, Comparison]] = {}
    for key, met in _met(company).items():
        sides: defaultdict[Cell, Sides] = defaultdict(Sides)
        for account_id, months in observations_of(company).items():
            for month, cells in months.items():
                if cells and met.holds(account_id, month):
                    is_met = (account_id, month) in met.observed
                    for cell, (count, total) in cells.items():
                        sides[cell].add(account_id, is_met, count, total)
        found[key] = {cell: one.compared() for cell, one in sides.items()}
    return found


def _interval(company: Company, one: Comparison) -> tuple[float, float, float] | None:
    """Difference and both ends, where there are accounts enough."""
    error = one.standard_error
    if min(one.counts) < company.settings.north_star_minimum_accounts or error is None:
        return None
    reach = candidates.NORMAL_95 * error
    return one.difference, one.difference - reach, one.difference + reach


def north_star_evidence(company: Company) -> Rows:
    rows: Rows = {}
    for key, cells in _comparisons(company).items():
        for (outcome, horizon), one in cells.items():
            shown, (met_mean, other_mean) = _interval(company, one), one.means
            has_lift = shown and outcome != "nps" and other_mean
            rows[*key, outcome, horizon] = {
                "qualifying_account_count": one.counts[0],
                "other_account_count": one.counts[1],
                "qualifying_count": one.observations[0],
                "other_count": one.observations[1],
                "is_enough": min(one.counts) >= company.settings.north_star_minimum_accounts,
                "qualifying_mean": met_mean,
                "other_mean": other_mean,
                "difference": shown[0] if shown else None,
                "lift": met_mean / other_mean if has_lift and met_mean is not None and other_mean else None,
                "standard_error": one.standard_error if shown else None,
                "difference_lower": shown[1] if shown else None,
                "difference_upper": shown[2] if shown else None,
            }
    return rows


@cache
def _shares(company: Company) -> dict[Definition, dict[date, tuple[int, int]]]:
    """Of each month that is over: the paying accounts of the scope that met the definition, and all of it."""
    histories, complete = histories_of(company), complete_months(company)
    paying: defaultdict[date, set[str]] = defaultdict(set)
    for account_id, history in histories.items():
        for month, one in history.items():
            if one.mrr > 0 and month in complete:
                paying[month].add(account_id)
    shares: dict[Definition, dict[date, tuple[int, int]]] = {}
    for key, met in _met(company).items():
        shares[key] = {}
        for month in sorted(met.months):
            scope = [one for one in paying.get(month, ()) if met.holds(one, month)]
            if scope:
                shares[key][month] = sum((one, month) in met.observed for one in scope), len(scope)
    return shares


def _pairs(company: Company, key: Definition, outcome: str, lag: int) -> list[tuple[float, float]]:
    shares, complete = _shares(company)[key], complete_months(company)
    found = []
    for month, (met, paying) in shares.items():
        later = company.monthly.get((month_after(month, lag), "total", "all"))
        if month_after(month, lag) not in complete or later is None:
            continue
        moved = {
            "net_new_mrr_rate": later.closing_mrr - later.opening_mrr,
            "gross_mrr_churn_rate": later.churned_mrr + later.contraction_mrr,
        }[outcome]
        rate = ratio(moved, later.opening_mrr)
        if rate is not None:
            found.append((met / paying, float(rate)))
    return found


def north_star_lead_lag(company: Company) -> Rows:
    rows: Rows = {}
    for key in _shares(company):
        for outcome in ("net_new_mrr_rate", "gross_mrr_churn_rate"):
            for lag in candidates.LAGS:
                pairs = _pairs(company, key, outcome, lag)
                if pairs:
                    is_shown = len(pairs) >= candidates.LEAST_MONTHS
                    found = candidates.spearman(pairs) if is_shown else None
                    ends = None if found is None else candidates.correlation_interval(found, len(pairs))
                    rows[*key, outcome, lag] = {
                        "month_count": len(pairs),
                        "rank_correlation": found,
                        "correlation_lower": ends and ends[0],
                        "correlation_upper": ends and ends[1],
                    }
    return rows


def _volume_auc(company: Company, key: Definition) -> float | None:
    done: Counter[Observed] = Counter()
    for (account_id, _, day), count in company.usage_days.items():
        done[account_id, day.replace(day=1)] += count
    met = _met(company)[key]
    groups: defaultdict[date, tuple[list[int], list[int]]] = defaultdict(lambda: ([], []))
    for account_id, history in histories_of(company).items():
        for month in met.months & history.keys():
            if history[month].mrr > 0 and met.holds(account_id, month):
                side = 0 if (account_id, month) in met.observed else 1
                groups[month][side].append(done[account_id, month])
    return candidates.volume_auc(groups.values())


def _parts(company: Company, key: Definition) -> Parts:
    sure = [
        max(0.0, shown[1]) / (2 if outcome == "nps" else 1)
        for (outcome, _), one in _comparisons(company)[key].items()
        if (shown := _interval(company, one))
    ]
    correlations = [
        row["rank_correlation"] * (1 if outcome == "net_new_mrr_rate" else -1)
        for (name, version, outcome, lag), row in north_star_lead_lag(company).items()
        if (name, version) == key and lag >= 1 and row["rank_correlation"] is not None
    ]
    shares = _shares(company)[key]
    met, paying = (sum(one[side] for one in shares.values()) for side in (0, 1))
    return Parts(
        fmean(sure) if sure else None,
        met / paying if paying else None,
        candidates.stability([one / whole for one, whole in shares.values()]),
        _volume_auc(company, key),
        fmean(correlations) if correlations else None,
    )


def north_star_candidates(company: Company) -> Rows:
    parts = {key: _parts(company, key) for key in company.north_star}
    scores = [one.score for one in parts.values() if one.score is not None]
    rows: Rows = {}
    for key, one in parts.items():
        cells = _comparisons(company)[key].values()
        row: dict[str, Any] = {
            "is_vanity": company.north_star[key].definition.is_vanity,
            "score": one.score,
            "effect": one.effect,
            **one.supports,
            "coverage": one.coverage,
            "volume_auc": one.volume_auc,
            "mean_correlation": one.mean_correlation,
            "fewest_accounts": max((min(cell.counts) for cell in cells), default=0),
            "evidence_count": sum(_interval(company, cell) is not None for cell in cells),
            "month_count": len(_shares(company)[key]),
        }
        if one.score is not None:
            # Scores closer than what the comparison tolerates may swap ranks.
            row["score_rank"] = 1 + sum(other > one.score for other in scores)
        rows[key] = row
    return rows
