"""Engagement, usage churn, return, features: how MetricFlow is asked, and what the oracle says."""

from __future__ import annotations

from datetime import date
from typing import Any

from python_tests.oracles.company import Company
from python_tests.oracles.marts import expected_rows

Rows = dict[tuple[Any, ...], dict[str, Any]]
ENGAGEMENT = (
    "active_user_count", "active_day_count", "key_action_count", "login_count", "session_count",
    "session_seconds", "session_minutes", "key_actions_per_user", "logins_per_user", "sessions_per_user",
    "session_minutes_per_user", "active_days_per_user", "mean_session_seconds",
)  # fmt: skip
COUNTS = ("opening", "new", "retained", "resurrected", "churned")
LIFECYCLE = tuple(
    name
    for entity in ("user", "account")
    for name in (*(f"usage_{count}_{entity}_count" for count in COUNTS), f"{entity}_usage_churn_rate")
)
RETURNED = {
    "user": (
        "day_1", "day_7", "day_30", "from_day_7", "from_day_30", "days_1_to_7", "days_8_to_14",
        "days_15_to_30",
    ),
    "account": ("day_7", "from_day_30", "days_1_to_7", "days_8_to_14", "days_15_to_30"),
}  # fmt: skip
RETENTION = tuple(f"{entity}_usage_retention_{name}" for entity, names in RETURNED.items() for name in names)
RETENTION_INPUTS = ("usage_cohort_count", "usage_returned_count")


def lifecycle(company: Company) -> Rows:
    """Users and accounts side by side, as metrics have them."""
    rows: Rows = {}
    for (month, entity, *cell), row in expected_rows(company, "usage_lifecycle_monthly_by_breakdown").items():
        found = rows.setdefault((month, *cell), dict.fromkeys(LIFECYCLE))
        found.update({f"usage_{count}_{entity}_count": row[f"{count}_count"] for count in COUNTS})
        found[f"{entity}_usage_churn_rate"] = row["usage_churn_rate"]
    return rows


def retention(company: Company) -> Rows:
    """Each entity's and window's rate beside the others."""
    rows: Rows = {}
    for (month, entity, window, *cell), row in expected_rows(company, "usage_retention_by_breakdown").items():
        found = rows.setdefault((month, *cell), dict.fromkeys(RETENTION))
        found[f"{entity}_usage_retention_{window}"] = row["usage_retention_rate"]
    return rows


def retention_inputs(company: Company) -> Rows:
    """What the rates are made of: by window, and added up over all of them, senseless as that is."""
    rows: Rows = {}
    for (_, _, window), row in expected_rows(company, "usage_returns").items():
        for cell in (("total", "all"), ("window", window)):
            found = rows.setdefault((row["cohort_month"], *cell), dict.fromkeys(RETENTION_INPUTS, 0))
            found["usage_cohort_count"] += row["cohort_count"]
            found["usage_returned_count"] += row["returned_count"]
    return rows


def first_uses(company: Company) -> Rows:
    """Features taken up in a month, by event name and over all of them."""
    rows: Rows = {}
    for (_, event_name), row in expected_rows(company, "account_features").items():
        month: date = row["first_used_date"].replace(day=1)
        for cell in (("total", "all"), ("event", event_name)):
            rows.setdefault((month, *cell), {"feature_first_uses": 0})["feature_first_uses"] += 1
    return rows
