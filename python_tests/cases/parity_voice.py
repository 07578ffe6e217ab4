"""Customer voice and support: which metrics are asked of MetricFlow, and what the oracle calls them."""

from __future__ import annotations

from datetime import date
from typing import Any

from python_tests.oracles.company import Company
from python_tests.oracles.marts import expected_rows

CES = {
    "ces_response_count": "response_count", "ces_score_sum": "score_sum", "ces_agree_count": "agree_count",
    "ces": "ces", "ces_agree_share": "agree_share",
}  # fmt: skip
CSAT = {
    "csat_response_count": "response_count", "csat_satisfied_count": "satisfied_count", "csat": "csat",
}  # fmt: skip
TICKETS = {
    **{name: name for name in (
        "ticket_count", "product_ticket_count", "bug_ticket_count", "resolved_ticket_count",
        "unanswered_ticket_count", "median_first_response_minutes", "p90_first_response_minutes",
        "mean_first_response_minutes", "median_resolution_minutes", "p90_resolution_minutes",
    )},
    "unanswered_ticket_share": "unanswered_share",
}  # fmt: skip
PER_USER = ("tickets_per_user", "product_tickets_per_user", "bug_tickets_per_user")
PER_ACCOUNT = ("tickets_per_account", "product_tickets_per_account", "bug_tickets_per_account")


def active_accounts(company: Company) -> dict[tuple[Any, ...], dict[str, Any]]:
    """Accounts active in each month."""
    found: dict[tuple[Any, ...], dict[str, Any]] = {}
    for key, row in expected_rows(company, "usage_lifecycle_monthly_by_breakdown").items():
        month: date = key[0]
        if key[1] == "account":
            found[month, *key[2:]] = {"active_count": row["active_count"]}
    return found


def monthly_nps(company: Company) -> dict[tuple[Any, ...], dict[str, Any]]:
    """The scores of months, and whether somebody answered."""
    return {
        (start, *cell): {**row, "nps_month_count": 1 if row["response_count"] else None}
        for (grain, start, *cell), row in expected_rows(company, "nps_by_breakdown").items()
        if grain == "month"
    }
