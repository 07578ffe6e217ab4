"""What the marts of retention, survival and unit economics must hold, row by row."""

from __future__ import annotations

from datetime import date, timedelta
from functools import cache
from typing import Any

from python_tests.oracles import economics, mart_revenue, retention, survival
from python_tests.oracles.company import Company
from python_tests.oracles.mart_revenue import Rows, attributes
from python_tests.oracles.month_sums import per, ratio
from python_tests.oracles.movements import ZERO
from python_tests.oracles.settings import month_end

Key = tuple[date, str, str]


@cache
def _ends(company: Company) -> dict[str, dict[date, Any]]:
    return retention.month_ends(company.movements)


@cache
def _survival(company: Company) -> dict[Key, survival.Survival]:
    months = sorted({month for month, _, _ in company.monthly})
    return survival.curves(_ends(company), company.cells, months, company.settings)


def account_retention(company: Company) -> Rows:
    return {
        (one.account_id, one.month, one.horizon): {
            **attributes(company, one.account_id),
            "base_account_count": 1,
            "retained_account_count": int(one.now > 0),
            "base_mrr": one.before,
            "retained_mrr": one.now,
            "kept_mrr": min(one.before, one.now),
            "is_complete": month_end(one.month) <= company.settings.as_of,
        }
        for one in retention.retained(_ends(company))
    }


RETENTION = (
    "base_account_count", "retained_account_count", "logo_retention_rate", "base_mrr", "retained_mrr",
    "kept_mrr", "nrr", "grr",
)  # fmt: skip


def revenue_retention_monthly(company: Company) -> Rows:
    found = retention.retention(_ends(company), company.cells, company.settings)
    return {
        key: {
            **{name: getattr(one, name) for name in RETENTION},
            "is_complete": month_end(key[0]) <= company.settings.as_of,
        }
        for key, one in found.items()
    }


def _north_star_months(company: Company) -> dict[date, frozenset[str]]:
    """Accounts that met the primary North Star, by the month in which the window ended."""
    found: dict[date, set[str]] = {}
    for one in company.definitions:
        if one.is_primary and one.entity == "account":
            periods, entities = company.north_star[one.name, one.version]
            ends = {
                start: (period.period_end - timedelta(days=1)).replace(day=1)
                for (start, breakdown, _), period in periods.items()
                if breakdown == "total" and period.is_in_force
            }
            for month in ends.values():
                found.setdefault(month, set())
            for start, account_id in entities:
                if start in ends:
                    found[ends[start]].add(account_id)
    return {month: frozenset(accounts) for month, accounts in found.items()}


def retention_cohorts(company: Company) -> Rows:
    settings = company.settings
    found = retention.cohorts(_ends(company), company.cells, _north_star_months(company), settings)
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


def survival_curves(company: Company) -> Rows:
    rows: Rows = {}
    for (month, *cell), curve in _survival(company).items():
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


def lifetimes(company: Company) -> dict[Key, dict[str, Any]]:
    """The columns of lifetime_value that come from survival; by month and value."""
    settings = company.settings
    margin, discount = settings.gross_margin, settings.ltv_discount_rate
    found = {}
    for key, sums in company.monthly.items():
        curve, arpa = _survival(company).get(key), sums.values["arpa"]
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


def lifetime_value(company: Company) -> Rows:
    by_survival = lifetimes(company)
    return {key: {**row, **by_survival[key]} for key, row in mart_revenue.lifetime_value(company).items()}


def acquisition_spend(company: Company) -> Rows:
    lag = company.settings.cac_lag_months
    return {
        (number,): {
            "spend_date": one.spend_date,
            "month_start": one.month,
            "cac_month_start": retention.month_after(one.month, lag),
            "acquisition_channel": one.channel,
            "amount": one.amount,
        }
        for number, one in enumerate(economics.bookings(company.intake), 1)
    }


def _books(company: Company, spend: dict[Key, Any]) -> economics.Books:
    amounts: dict[str, dict[date, Any]] = {"recognized_revenue": {}, "ebitda": {}, "net_burn": {}}
    for row in company.intake.accepted["company_financials"]:
        for name, by_month in amounts.items():
            if row[name] is not None:
                by_month[row["month"]] = economics.converted(
                    company.intake, row[name], row["currency"], row["month"]
                )
    return economics.Books(
        **amounts,
        arr={m: 12 * one.closing_mrr for (m, *cell), one in company.monthly.items() if cell == ["total", "all"]},
        spend={month: amount for (month, *cell), amount in spend.items() if cell == ["total", "all"]},
        as_of=company.settings.as_of,
    )


def unit_economics_monthly(company: Company) -> Rows:
    settings = company.settings
    margin = settings.gross_margin
    channels = {values["acquisition_channel"] for values in company.attributes.values()}
    spend = economics.spend_by_month(economics.bookings(company.intake), channels, settings)
    books = _books(company, spend)
    sizes, lifetime = economics.largest(_ends(company), company.cells), lifetimes(company)
    known = {m for part in (books.recognized_revenue, books.ebitda, books.net_burn) for m in part}
    of_the_books = {(m, *economics.TOTAL) for m in settings.months_from(min(known, default=date.max))}
    rows: Rows = {}
    for key in {*company.monthly, *spend, *of_the_books}:
        sums = company.monthly.get(key)
        values = sums.values if sums else {}
        closing, new = values.get("closing_mrr", ZERO), values.get("new_account_count", 0)
        arpa, simple = values.get("arpa"), sums.margin_lifetime_value(margin) if sums else None
        cac_spend = spend.get((retention.month_after(key[0], -settings.cac_lag_months), *key[1:]))
        cost = economics.cac(cac_spend, new)
        by_survival = lifetime[key]["ltv_survival"] if key in lifetime else None
        top = sizes.get(key, [])[:10]
        empty = dict.fromkeys(books.values(key[0]))
        rows[key] = {
            "new_account_count": new,
            "new_mrr": values.get("new_mrr", ZERO),
            "asp": per(values["new_mrr"], new) if values else None,
            "paying_account_count": values.get("paying_account_count", 0),
            "closing_mrr": closing,
            "arpa": arpa,
            "gross_margin": margin,
            "acquisition_spend": spend.get(key),
            "cac_spend": cac_spend,
            "cac": cost,
            "ltv_margin_adjusted": simple,
            "ltv_survival": by_survival,
            "ltv_to_cac": economics.times(simple, cost),
            "survival_ltv_to_cac": economics.times(by_survival, cost),
            "cac_payback_months": economics.payback_months(cost, arpa, margin),
            "largest_account_mrr": max(top, default=ZERO),
            "largest_account_share": ratio(max(top, default=ZERO), closing),
            "top_10_mrr": sum(top, ZERO),
            "top_10_share": ratio(sum(top, ZERO), closing),
            **(books.values(key[0]) if key[1] == "total" else empty),
            "is_complete": month_end(key[0]) <= settings.as_of,
        }
    return rows
