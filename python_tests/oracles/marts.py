"""The marts as the oracles would fill them: every column that has one right value."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from python_tests.oracles import (
    mart_activation,
    mart_candidates,
    mart_changes,
    mart_drivers,
    mart_economy,
    mart_engagement,
    mart_north_star,
    mart_policies,
    mart_retention,
    mart_revenue,
    mart_usage,
    mart_value_chain,
    mart_voice,
)
from python_tests.oracles.company import Company
from python_tests.oracles.mart_revenue import Rows
from python_tests.oracles.rows import rows_of

MONTHLY = ("month_start", "breakdown", "breakdown_value")
CHANGE = (
    "account_id", "subscription_id", "subscription_item_id", "currency", "change_date", "change_type",
)  # fmt: skip
HYPOTHESIS = ("outcome_metric", "influencer_metric", "period")
DEFINITION = ("definition_name", "definition_version", "period_start")


@dataclass(frozen=True)
class Mart:
    """`rows` gives, by the values of `key`, what the mart must show."""

    name: str
    key: tuple[str, ...]
    rows: Callable[[Company], Rows]


MARTS = {
    mart.name: mart
    for mart in (
        Mart("accounts", ("account_id",), mart_revenue.accounts),
        Mart("users", ("user_id",), mart_usage.users),
        Mart("mrr_movements", ("account_id", "month_start"), mart_revenue.mrr_movements),
        Mart("mrr_monthly_by_breakdown", MONTHLY, mart_revenue.mrr_monthly_by_breakdown),
        Mart("churn_monthly_by_breakdown", MONTHLY, mart_revenue.churn_monthly_by_breakdown),
        Mart("subscription_changes", CHANGE, mart_changes.subscription_changes),
        Mart(
            "churn_reasons_monthly_by_breakdown",
            (*MONTHLY, "churn_type", "churn_reason"),
            mart_revenue.churn_reasons_monthly_by_breakdown,
        ),
        Mart(
            "mrr_movements_by_policy",
            ("policy_name", "account_id", "month_start"),
            mart_policies.mrr_movements_by_policy,
        ),
        Mart("mrr_policy_comparison", ("month_start", "policy_name"), mart_policies.mrr_policy_comparison),
        Mart("lifetime_value_by_breakdown", MONTHLY, mart_retention.lifetime_value_by_breakdown),
        Mart(
            "account_retention",
            ("account_id", "month_start", "horizon_months"),
            mart_retention.account_retention,
        ),
        Mart(
            "revenue_retention_monthly_by_breakdown",
            ("month_start", "horizon_months", *MONTHLY[1:]),
            mart_retention.revenue_retention_monthly_by_breakdown,
        ),
        Mart(
            "retention_cohorts_by_breakdown",
            ("cohort_month", "months_since", *MONTHLY[1:]),
            mart_retention.retention_cohorts_by_breakdown,
        ),
        Mart(
            "survival_curves_by_breakdown",
            (*MONTHLY, "tenure_months"),
            mart_retention.survival_curves_by_breakdown,
        ),
        Mart("acquisition_spend", ("acquisition_spend_id",), mart_economy.acquisition_spend),
        Mart(
            "unit_economics_monthly_by_breakdown", MONTHLY, mart_economy.unit_economics_monthly_by_breakdown
        ),
        Mart("usage_days", ("account_id", "user_id", "date_day"), mart_usage.usage_days),
        Mart(
            "active_users_daily_by_breakdown",
            ("date_day", *MONTHLY[1:]),
            mart_usage.active_users_daily_by_breakdown,
        ),
        Mart("north_star_accounts", (*DEFINITION, "entity_id"), mart_north_star.north_star_accounts),
        Mart(
            "north_star_periods_by_breakdown",
            (*DEFINITION, *MONTHLY[1:]),
            mart_north_star.north_star_periods_by_breakdown,
        ),
        Mart("north_star_catalog", DEFINITION[:2], mart_north_star.north_star_catalog),
        Mart(
            "north_star_evidence",
            (*DEFINITION[:2], "outcome", "horizon_months"),
            mart_candidates.north_star_evidence,
        ),
        Mart(
            "north_star_lead_lag",
            (*DEFINITION[:2], "outcome", "lag_months"),
            mart_candidates.north_star_lead_lag,
        ),
        Mart("north_star_candidates", DEFINITION[:2], mart_candidates.north_star_candidates),
        Mart("driver_analysis", (*HYPOTHESIS, "lag_months"), mart_drivers.driver_analysis),
        Mart("driver_verdicts", HYPOTHESIS, mart_drivers.driver_verdicts),
        Mart("value_chain", ("cohort", "tercile", "measure"), mart_value_chain.value_chain),
        Mart("value_chain_links", ("cohort", "link"), mart_value_chain.value_chain_links),
        *(
            Mart(name, key, getattr(mart_engagement, name))
            for name, key in {
                "sessions": ("user_id", "session_id", "started_at"),
                "engagement_user_months": ("user_id", "month_start"),
                "engagement_monthly_by_breakdown": MONTHLY,
                "usage_movements": ("entity", "entity_id", "month_start"),
                "usage_lifecycle_monthly_by_breakdown": ("month_start", "entity", *MONTHLY[1:]),
                "stickiness_frequency_by_breakdown": (
                    "month_start",
                    "entity",
                    "active_day_count",
                    *MONTHLY[1:],
                ),
                "usage_returns": ("entity", "entity_id", "window_name"),
                "usage_retention_by_breakdown": ("cohort_month", "entity", "window_name", *MONTHLY[1:]),
                "account_features": ("account_id", "event_name"),
                "feature_adoption_by_breakdown": ("month_start", "event_name", *MONTHLY[1:]),
            }.items()
        ),
        Mart("sign_ups_monthly_by_breakdown", MONTHLY, mart_usage.sign_ups_monthly_by_breakdown),
        *(
            Mart(name, key, getattr(mart_voice, name))
            for name, key in {
                "nps_answers": ("response_id",),
                "nps_by_breakdown": ("period_grain", "period_start", *MONTHLY[1:]),
                "ces_answers": ("response_id",),
                "ces_monthly_by_breakdown": MONTHLY,
                "csat_answers": ("response_id",),
                "csat_monthly_by_breakdown": MONTHLY,
                "support_tickets": ("ticket_id",),
                "support_monthly_by_breakdown": MONTHLY,
            }.items()
        ),
        Mart("account_activation", ("account_id",), mart_activation.account_activation),
        Mart(
            "activation_cohorts_by_breakdown",
            (*MONTHLY, "step_name"),
            mart_activation.activation_cohorts_by_breakdown,
        ),
        Mart("account_trials", ("account_id", "trial_number"), mart_activation.account_trials),
        Mart("trials_monthly_by_breakdown", MONTHLY, mart_activation.trials_monthly_by_breakdown),
        Mart("account_anniversaries", ("account_id",), mart_activation.account_anniversaries),
        Mart(
            "anniversary_retention_by_breakdown", MONTHLY, mart_activation.anniversary_retention_by_breakdown
        ),
        Mart(
            "return_drivers_by_breakdown",
            ("entity", *MONTHLY[1:], "event_name"),
            mart_activation.return_drivers_by_breakdown,
        ),
    )
}


def expected_rows(company: Company, mart: str) -> Rows:
    """The mart's rows, computed once per company."""
    return rows_of(MARTS[mart].rows, company)
