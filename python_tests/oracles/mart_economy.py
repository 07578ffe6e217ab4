"""What the marts of spend and unit economics must hold, row by row."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from python_tests.oracles import economics, retention
from python_tests.oracles.company import Company
from python_tests.oracles.mart_retention import Key, by_survival, ends_of
from python_tests.oracles.mart_revenue import Rows
from python_tests.oracles.month_sums import MonthSums, per, ratio
from python_tests.oracles.movements import ZERO
from python_tests.oracles.settings import month_end


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


def _books(company: Company, spend: Mapping[Key, Decimal]) -> economics.Books:
    amounts: dict[str, dict[date, Any]] = {"recognized_revenue": {}, "ebitda": {}, "net_burn": {}}
    for row in company.intake.accepted["company_financials"]:
        for name, by_month in amounts.items():
            if row[name] is not None:
                by_month[row["month"]] = economics.converted(
                    company.intake, row[name], row["currency"], row["month"]
                )
    return economics.Books(
        **amounts,
        arr={
            m: 12 * one.closing_mrr for (m, *cell), one in company.monthly.items() if cell == ["total", "all"]
        },
        spend={month: amount for (month, *cell), amount in spend.items() if cell == ["total", "all"]},
        as_of=company.settings.as_of,
    )


def unit_economics_monthly_by_breakdown(company: Company) -> Rows:
    settings = company.settings
    margin, lag = settings.gross_margin, settings.cac_lag_months
    channels = {values["acquisition_channel"] for values in company.attributes.values()}
    spend = economics.spend_by_month(economics.bookings(company.intake), channels, settings)
    books = _books(company, spend)
    sizes, lifetimes = economics.largest(ends_of(company), company.cells), by_survival(company)
    known = {m for part in (books.recognized_revenue, books.ebitda, books.net_burn) for m in part}
    of_the_books = {(m, *economics.TOTAL) for m in settings.months_from(min(known, default=date.max))}
    rows: Rows = {}
    for key in {*company.monthly, *spend, *of_the_books}:
        sums = company.monthly.get(key) or MonthSums()
        arpa, simple = per(sums.closing_mrr, sums.paying_account_count), sums.margin_lifetime_value(margin)
        cac_spend = spend.get((retention.month_after(key[0], -lag), *key[1:]))
        cost = economics.cac(cac_spend, sums.new_account_count)
        survival_ltv = lifetimes[key]["ltv_survival"] if key in lifetimes else None
        top = sizes.get(key, [])[:10]
        of_books = books.values(key[0])
        rows[key] = {
            "new_account_count": sums.new_account_count,
            "new_mrr": sums.new_mrr,
            "asp": per(sums.new_mrr, sums.new_account_count),
            "paying_account_count": sums.paying_account_count,
            "closing_mrr": sums.closing_mrr,
            "arpa": arpa,
            "gross_margin": margin,
            "acquisition_spend": spend.get(key),
            "cac_spend": cac_spend,
            "cac": cost,
            "ltv_margin_adjusted": simple,
            "ltv_survival": survival_ltv,
            "ltv_to_cac": economics.times(simple, cost),
            "survival_ltv_to_cac": economics.times(survival_ltv, cost),
            "cac_payback_months": economics.payback_months(cost, arpa, margin),
            "committed_mrr": sums.committed_mrr,
            "committed_mrr_share": ratio(sums.committed_mrr, sums.closing_mrr),
            "largest_account_mrr": max(top, default=ZERO),
            "largest_account_share": ratio(max(top, default=ZERO), sums.closing_mrr),
            "top_10_mrr": sum(top, ZERO),
            "top_10_share": ratio(sum(top, ZERO), sums.closing_mrr),
            **(of_books if key[1] == "total" else dict.fromkeys(of_books)),
            "is_complete": month_end(key[0]) <= settings.as_of,
        }
    return rows
