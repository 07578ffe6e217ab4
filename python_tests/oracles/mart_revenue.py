"""What the accounts and revenue marts must hold, row by row."""

from __future__ import annotations

from typing import Any

from python_tests.oracles.company import Company
from python_tests.oracles.movements import SUMS, ZERO
from python_tests.oracles.settings import month_end

Rows = dict[tuple[Any, ...], dict[str, Any]]

MRR_MONTHLY = (
    *SUMS, "net_new_mrr", "arr", "paying_account_count", "arpa", "quick_ratio", "gained_mrr", "lost_mrr",
    "usage_mrr", "committed_mrr", "constant_currency_mrr", "constant_currency_net_new_mrr",
)  # fmt: skip
CHURN_MONTHLY = (
    "opening_account_count", "churned_account_count", "voluntary_churned_account_count",
    "involuntary_churned_account_count", "intra_month_churn_count", "logo_churn_rate", "opening_mrr",
    "churned_mrr", "contraction_mrr", "expansion_mrr", "lost_mrr", "net_lost_mrr", "gross_mrr_churn_rate",
    "net_mrr_churn_rate", "voluntary_churned_mrr", "involuntary_churned_mrr", "logo_churn_count",
    "logo_churn_base_count", "annual_logo_churn_rate", "annual_gross_mrr_churn_rate",
    "renewal_due_account_count", "renewal_churned_account_count", "renewal_due_mrr", "renewal_churned_mrr",
    "renewal_logo_churn_rate", "renewal_mrr_churn_rate",
)  # fmt: skip


def attributes(company: Company, account_id: str | None) -> dict[str, str]:
    """An account's breakdown values under the names that facts give them."""
    found = dict(company.attributes_of(account_id))
    found["plan_name"] = found.pop("plan")
    return found


def mrr_movements(company: Company) -> Rows:
    as_of = company.settings.as_of
    rows: Rows = {}
    for one in company.movements:
        rows[one.account_id, one.month_start] = {
            **one.amounts,
            **one.counts,
            **attributes(company, one.account_id),
            "movement_type": one.movement_type,
            "churn_reason": one.churn_reason,
            "is_complete": month_end(one.month_start) <= as_of,
        }
    return rows


def _monthly(company: Company, columns: tuple[str, ...]) -> Rows:
    rows: Rows = {}
    for key, sums in company.monthly.items():
        values = sums.values
        rows[key] = {name: values[name] for name in columns}
        rows[key]["is_complete"] = month_end(key[0]) <= company.settings.as_of
    return rows


def mrr_monthly_by_breakdown(company: Company) -> Rows:
    return _monthly(company, MRR_MONTHLY)


def churn_monthly_by_breakdown(company: Company) -> Rows:
    return _monthly(company, CHURN_MONTHLY)


def churn_reasons_monthly_by_breakdown(company: Company) -> Rows:
    """Who left and why; without a row where nobody did."""
    rows: Rows = {}
    for one in company.movements:
        if one.is_churned:
            churn_type = "involuntary" if one.is_involuntary_churn else "voluntary"
            for cell in company.cells[one.account_id]:
                key = (one.month_start, *cell, churn_type, one.churn_reason)
                row = rows.setdefault(key, {"churned_account_count": 0, "churned_mrr": ZERO})
                row["churned_account_count"] += 1
                row["churned_mrr"] += one.churned_mrr
    return rows


def lifetime_value_by_breakdown(company: Company) -> Rows:
    """Simple LTV, and times the gross margin where one is set; null in a month without churn."""
    margin = company.settings.gross_margin
    rows = _monthly(company, ("arpa", "logo_churn_rate", "ltv_simple"))
    for key, row in rows.items():
        row["gross_margin"] = margin
        row["ltv_margin_adjusted"] = company.monthly[key].margin_lifetime_value(margin)
    return rows


def accounts(company: Company) -> Rows:
    """Every accepted account: its attributes, first paying day, end and current MRR."""
    ledger, settings = company.ledger, company.settings
    rows: Rows = {}
    for account_id, row in company.intake.accounts.items():
        intervals, created = ledger.intervals(account_id), settings.local_date(row["created_at"])
        first_paid = intervals[0].start if intervals else None
        rows[(account_id,)] = {
            "account_name": row["account_name"],
            **attributes(company, account_id),
            "lifecycle_stage": company.lifecycle_stage(account_id),
            "created_date": created,
            "created_month": created.replace(day=1),
            "first_paid_date": first_paid,
            "first_paid_month": first_paid and first_paid.replace(day=1),
            "churned_date": ledger.churned_on(account_id),
            "current_mrr": ledger.mrr(account_id, settings.as_of),
        }
    return rows
