"""The value funnel: how MetricFlow is asked for it, and what the oracle says."""

from __future__ import annotations

from typing import Any

from python_tests.oracles.company import Company
from python_tests.oracles.marts import expected_rows

Rows = dict[tuple[Any, ...], dict[str, Any]]
RATE_OF_STEP = {
    "onboarded": "onboarded_rate",
    "first_value": "activation_rate",
    "north_star": "north_star_reached_rate",
    "paying": "sign_up_to_paid_rate",
    "retained": "sign_up_to_retained_rate",
    "expanded": "sign_up_to_expanded_rate",
}
ACTIVATION = tuple(
    name
    for step, rate in RATE_OF_STEP.items()
    for name in (f"{step}_cohort_count", f"{step}_reached_count", rate)
)
TRIALS = (
    "trial_count", "trial_cohort_count", "converted_trial_count", "trial_to_paid_rate",
    "first_week_cohort_count", "first_week_active_trial_count", "first_week_active_trial_rate",
)  # fmt: skip
ANNIVERSARIES = ("second_year_base_count", "second_year_retained_count", "second_year_retention_rate")


def activation(company: Company) -> Rows:
    """Each step's numbers side by side, as metrics have them."""
    rows: Rows = {}
    for (*key, step), row in expected_rows(company, "activation_cohorts_by_breakdown").items():
        if step in RATE_OF_STEP:
            found = rows.setdefault(tuple(key), dict.fromkeys(ACTIVATION))
            found[f"{step}_cohort_count"] = row["cohort_account_count"]
            found[f"{step}_reached_count"] = row["reached_account_count"]
            found[RATE_OF_STEP[step]] = row["step_rate"]
    return rows
