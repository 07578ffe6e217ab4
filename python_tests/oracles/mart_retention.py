"""What the marts of retention, survival and lifetime value must hold, row by row."""

from __future__ import annotations

from dataclasses import asdict
from datetime import date, timedelta
from decimal import Decimal
from functools import cache
from typing import Any

from python_tests.oracles import mart_revenue, retention, survival
from python_tests.oracles.company import Company
from python_tests.oracles.mart_revenue import Rows, attributes
from python_tests.oracles.month_sums import ratio
from python_tests.oracles.movements import ZERO
from python_tests.oracles.settings import month_end

Key = tuple[date, str, str]


@cache
def ends_of(company: Company, at_constant_rates: bool = False) -> dict[str, dict[date, Decimal]]:
    first_paid = {key: account.first_paid_date for key, account in company.ledger.accounts.items()}
    return retention.month_ends(company.movements, first_paid, at_constant_rates)


@cache
def _retained(company: Company) -> list[retention.Retained]:
    return list(retention.retained(ends_of(company), ends_of(company, at_constant_rates=True)))


@cache
def survival_of(company: Company) -> dict[Key, survival.Survival]:
    months = sorted({month for month, _, _ in company.monthly})
    return survival.curves(ends_of(company), company.cells, months, company.settings)


def account_retention(company: Company) -> Rows:
    return {
        (one.account_id, one.month, one.horizon): {
            **attributes(company, one.account_id),
            "base_account_count": 1,
            "retained_account_count": int(one.now > 0),
            "base_mrr": one.before,
            "retained_mrr": one.now,
            "kept_mrr": min(one.before, one.now),
            "constant_currency_base_mrr": one.constant[0],
            "constant_currency_retained_mrr": one.constant[1],
            "constant_currency_kept_mrr": min(one.constant),
            "is_complete": month_end(one.month) <= company.settings.as_of,
        }
        for one in _retained(company)
    }


def revenue_retention_monthly_by_breakdown(company: Company) -> Rows:
    firsts = retention.first_months(company.movements, company.cells)
    found = retention.retention(_retained(company), firsts, company.cells, company.settings)
    return {
        key: {**asdict(one), **one.rates, "is_complete": month_end(key[0]) <= company.settings.as_of}
        for key, one in found.items()
    }


def _north_star_months(company: Company) -> dict[date, frozenset[str]]:
    """Accounts that met the primary North Star, by the month in which the window ended."""
    found: dict[date, set[str]] = {}
    for one in company.definitions:
        if one.is_primary and one.entity == "account":
            evaluated = company.north_star[one.name, one.version]
            ends = {
                start: (period.period_end - timedelta(days=1)).replace(day=1)
                for (start, breakdown, _), period in evaluated.periods.items()
                if breakdown == "total" and period.is_in_force
            }
            for month in ends.values():
                found.setdefault(month, set())
            for start, account_id in evaluated.entities:
                if start in ends:
                    found[ends[start]].add(account_id)
    return {month: frozenset(accounts) for month, accounts in found.items()}


def retention_cohorts_by_breakdown(company: Company) -> Rows:
    settings = company.settings
    found = retention.cohorts(ends_of(company), company.cells, _north_star_months(company), settings)
    width = len(settings.months_from(min((month for month, _, _ in found), default=date.max)))
    rows: Rows = {}
    for (month, *cell), one in found.items():
        for age in range(width):
            happened = age < len(one.mrr)
            north_star = one.north_star[age] if happened else None
            rows[month, age, *cell] = {
                "month_start": retention.month_after(month, age),
                "cohort_account_count": one.account_count,
                "retained_account_count": one.retained[age] if happened else None,
                "account_retention_rate": one.retained[age] / one.account_count if happened else None,
                "cohort_mrr": one.first_mrr,
                "mrr": one.mrr[age] if happened else None,
                "mrr_retention_rate": ratio(one.mrr[age], one.first_mrr) if happened else None,
                "cumulative_mrr": sum(one.mrr[: age + 1], ZERO) if happened else None,
                "realised_ltv": one.realised(age) if happened else None,
                "north_star_account_count": north_star,
                "north_star_retention_rate": None if north_star is None else north_star / one.account_count,
                "is_complete": happened,
            }
    return rows


def survival_curves_by_breakdown(company: Company) -> Rows:
    rows: Rows = {}
    for (month, *cell), curve in survival_of(company).items():
        for age, rate in enumerate(curve.rates):
            step = curve.observed[age] if age < len(curve.observed) else None
            rows[month, *cell, age] = {
                "at_risk_count": step and step.at_risk_count,
                "churned_count": step.churned_count if step else None,
                "observed_months": curve.observed_months,
                "tail_churn_rate": curve.tail_churn_rate,
                "survival_rate": rate,
                "is_observed": step is not None,
                "is_complete": month_end(month) <= company.settings.as_of,
            }
    return rows


def by_survival(company: Company) -> dict[Key, dict[str, Any]]:
    """The columns of lifetime_value that come from survival; by month and value."""
    settings = company.settings
    margin, discount = settings.gross_margin, settings.ltv_discount_rate
    found = {}
    for key, sums in company.monthly.items():
        curve, arpa = survival_of(company).get(key), sums.values["arpa"]
        earned = None if arpa is None or margin is None else float(arpa) * float(margin)
        observed, whole = (
            None if curve is None else curve.discounted_months(discount, only) for only in (True, False)
        )
        found[key] = {
            "observed_months": curve and curve.observed_months,
            "survival_rate_12m": curve and curve.rate_12m,
            "tail_churn_rate": curve and curve.tail_churn_rate,
            "expected_lifetime_months": curve and curve.expected_months,
            "discounted_lifetime_months": whole,
            "ltv_observed": None if earned is None or observed is None else earned * observed,
            "ltv_survival": None if earned is None or whole is None else earned * whole,
        }
    return found


def lifetime_value_by_breakdown(company: Company) -> Rows:
    found = by_survival(company)
    return {
        key: {**row, **found[key]} for key, row in mart_revenue.lifetime_value_by_breakdown(company).items()
    }
