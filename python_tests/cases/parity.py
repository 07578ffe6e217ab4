"""Every metric of the semantic layer, with what the oracle says it is and how MetricFlow is asked for it.

A metric that the manifest holds and this module does not fails the suite.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from python_tests.cases import parity_activation, parity_economy, parity_usage, parity_voice
from python_tests.oracles.company import Company
from python_tests.oracles.marts import expected_rows

Answers = dict[tuple[date, str, str], Any]  # period start, breakdown, breakdown value


@dataclass(frozen=True)
class Parity:
    """One metric: its column in the oracle's rows, and the group-bys under which it is asked.

    `tolerance` is absolute, for metrics that a mart rounds to 6 decimals and MetricFlow does not.
    """

    metric: str
    subject: Subject
    column: str
    tolerance: float = 0.0

    def answers(self, company: Company) -> Answers:
        return {key: row[self.column] for key, row in self.subject.rows(company).items()}


@dataclass(frozen=True)
class Subject:
    """What a group of metrics shares: rows of the oracle, time grain, and dimensions by breakdown."""

    name: str
    grain: str
    dimensions: tuple[tuple[str, str], ...]  # breakdown, MetricFlow name
    rows: Callable[[Company], dict[tuple[Any, ...], dict[str, Any]]]


def _rows_of(mart: str) -> Callable[[Company], dict[tuple[Any, ...], dict[str, Any]]]:
    return lambda company: expected_rows(company, mart)


def _months(company: Company) -> dict[tuple[Any, ...], dict[str, Any]]:
    margin = company.settings.gross_margin
    # A setting has no sum: it is said of the months and values in which some account has a row.
    spoken_of = {
        (one.month_start, *cell) for one in company.movements for cell in company.cells[one.account_id]
    }
    return {
        key: {
            **sums.values,
            "gross_margin": margin if key in spoken_of else None,
            "ltv_margin_adjusted": sums.margin_lifetime_value(margin),
            "logo_churn_base_new_count": sums.logo_churn_base_count - sums.opening_account_count,
            "mrr_month_count": 1 if key in spoken_of else None,
        }
        for key, sums in company.monthly.items()
    }


def _weeks(company: Company) -> dict[tuple[Any, ...], dict[str, Any]]:
    """Days of activity added up over calendar weeks."""
    weeks: dict[tuple[Any, ...], dict[str, Any]] = {}
    for (day, *cell), (users, accounts) in company.active_daily.items():
        monday = date.fromordinal(day.toordinal() - day.weekday())
        week = weeks.setdefault((monday, *cell), {"user_days": 0, "account_days": 0})
        week["user_days"] += users.day
        week["account_days"] += accounts.day
    return weeks


def _north_star(company: Company) -> dict[tuple[Any, ...], dict[str, Any]]:
    """Periods of the primary definition while it is in force."""
    return {
        key[2:]: row
        for key, row in expected_rows(company, "north_star_periods_by_breakdown").items()
        if row["is_primary"] and row["is_in_force"]
    }


REVENUE = Subject(
    "revenue",
    "month",
    (("segment", "mrr_movement__segment"), ("currency", "mrr_movement__currency")),
    _months,
)
USAGE = Subject(
    "usage", "day", (("segment", "usage_day__segment"),), _rows_of("active_users_daily_by_breakdown")
)  # fmt: skip
USAGE_WEEKS = Subject("usage by week", "week", (("plan", "usage_day__plan_name"),), _weeks)
NORTH_STAR = Subject("north star", "week", (("country", "north_star_attainment__country"),), _north_star)
USER_SIGN_UPS = Subject(
    "users", "month", (("segment", "account__segment"),), _rows_of("sign_ups_monthly_by_breakdown")
)  # fmt: skip
ACCOUNT_SIGN_UPS = Subject(
    "accounts", "month", (("industry", "account__industry"),), _rows_of("sign_ups_monthly_by_breakdown")
)  # fmt: skip
RETENTION = Subject(
    "retention", "month",
    (("segment", "account_retention__segment"), ("currency", "account_retention__currency")),
    parity_economy.retention_rates,
)  # fmt: skip
RETENTION_INPUTS = Subject(
    "retention inputs", "month", (("horizon", "account_retention__horizon_months"),),
    parity_economy.retention_inputs,
)  # fmt: skip
SURVIVAL = Subject("survival", "month", (), _rows_of("lifetime_value_by_breakdown"))
SPEND = Subject(
    "spend", "month", (("acquisition_channel", "acquisition_spend__acquisition_channel"),),
    _rows_of("unit_economics_monthly_by_breakdown"),
)  # fmt: skip
ECONOMY = Subject("unit economics", "month", (), _rows_of("unit_economics_monthly_by_breakdown"))
NPS = Subject(
    "nps", "month", (("role", "nps_answer__role"), ("segment", "nps_answer__segment")),
    parity_voice.monthly_nps,
)  # fmt: skip
CES = Subject(
    "ces", "month", (("subject", "ces_answer__subject"), ("role", "ces_answer__role")),
    _rows_of("ces_monthly_by_breakdown"),
)  # fmt: skip
CSAT = Subject("csat", "month", (("segment", "csat_answer__segment"),), _rows_of("csat_monthly_by_breakdown"))
TICKETS = Subject(
    "tickets", "month", (("category", "support_ticket__category"), ("segment", "support_ticket__segment")),
    _rows_of("support_monthly_by_breakdown"),
)  # fmt: skip
PER_USER = Subject(
    "tickets per user", "month", (("segment", "account__segment"),), _rows_of("support_monthly_by_breakdown")
)
PER_ACCOUNT = Subject("tickets per account", "month", (), _rows_of("support_monthly_by_breakdown"))
ACTIVE_ACCOUNTS = Subject(
    "active accounts", "month", (("country", "usage_movement__country"),), parity_voice.active_accounts
)  # fmt: skip
ENGAGEMENT = Subject(
    "engagement", "month", (("segment", "engagement_user_month__segment"),),
    _rows_of("engagement_monthly_by_breakdown"),
)  # fmt: skip
SESSIONS = Subject(
    "sessions", "month", (("segment", "session__segment"),), _rows_of("engagement_monthly_by_breakdown")
)
LIFECYCLE = Subject(
    "usage churn", "month", (("country", "usage_movement__country"),), parity_usage.lifecycle
)  # fmt: skip
USAGE_RETENTION = Subject(
    "usage retention", "month", (("segment", "usage_return__segment"),), parity_usage.retention
)  # fmt: skip
USAGE_RETENTION_INPUTS = Subject(
    "usage retention inputs", "month", (("window", "usage_return__window_name"),),
    parity_usage.retention_inputs,
)  # fmt: skip
FEATURES = Subject(
    "features", "month", (("event", "account_feature__event_name"),), parity_usage.first_uses
)  # fmt: skip
ACTIVATION = Subject(
    "activation", "month",
    (("acquisition_channel", "account_activation__acquisition_channel"),
     ("segment", "account_activation__segment")),
    parity_activation.activation,
)  # fmt: skip
TRIALS = Subject(
    "trials", "month", (("acquisition_channel", "account_trial__acquisition_channel"),),
    _rows_of("trials_monthly_by_breakdown"),
)  # fmt: skip
ANNIVERSARIES = Subject(
    "anniversaries", "month", (("segment", "account_anniversary__segment"),),
    _rows_of("anniversary_retention_by_breakdown"),
)  # fmt: skip

SAME_NAME: dict[Subject, tuple[str, ...]] = {
    REVENUE: (
        "opening_mrr", "new_mrr", "reactivation_mrr", "expansion_mrr", "contraction_mrr", "churned_mrr",
        "fx_mrr", "net_new_mrr", "gained_mrr", "lost_mrr", "net_lost_mrr", "opening_account_count",
        "paying_account_count", "new_account_count", "reactivated_account_count", "churned_account_count",
        "voluntary_churned_account_count", "involuntary_churned_account_count", "intra_month_churn_count",
        "gross_margin", "arr", "quick_ratio", "logo_churn_rate", "gross_mrr_churn_rate",
        "net_mrr_churn_rate", "usage_mrr", "committed_mrr", "constant_currency_mrr",
        "constant_currency_net_new_mrr", "voluntary_churned_mrr", "involuntary_churned_mrr",
        "logo_churn_count", "logo_churn_base_count", "annual_logo_churn_rate", "annual_gross_mrr_churn_rate",
        "renewal_due_account_count", "renewal_churned_account_count", "renewal_due_mrr",
        "renewal_churned_mrr", "renewal_logo_churn_rate", "renewal_mrr_churn_rate",
        "logo_churn_base_new_count", "mrr_month_count",
    ),
    USAGE: (
        "dau", "wau", "mau", "account_dau", "account_wau", "account_mau", "user_days_30d",
        "account_days_30d", "stickiness", "account_stickiness",
    ),
    USAGE_WEEKS: ("user_days", "account_days"),
    USER_SIGN_UPS: ("signed_up_user_count",),
    ACCOUNT_SIGN_UPS: ("signed_up_account_count",),
    ENGAGEMENT: parity_usage.ENGAGEMENT,
    SESSIONS: ("median_session_seconds",),
    LIFECYCLE: parity_usage.LIFECYCLE,
    USAGE_RETENTION: parity_usage.RETENTION,
    USAGE_RETENTION_INPUTS: parity_usage.RETENTION_INPUTS,
    FEATURES: ("feature_first_uses",),
    RETENTION: parity_economy.RATE_METRICS,
    RETENTION_INPUTS: parity_economy.INPUTS,
    SURVIVAL: ("survival_rate_12m", "expected_lifetime_months", "ltv_observed", "ltv_survival"),
    SPEND: ("acquisition_spend", "cac_spend"),
    ECONOMY: (
        "survival_ltv_to_cac", "committed_mrr_share", "largest_account_mrr", "top_10_mrr",
        "largest_account_share", "top_10_share", "recognized_revenue", "ebitda", "net_burn", "magic_number",
        "arr_growth_rate", "ebitda_margin", "rule_of_40", "burn_multiple",
    ),
    ACTIVATION: parity_activation.ACTIVATION,
    TRIALS: parity_activation.TRIALS,
    ANNIVERSARIES: parity_activation.ANNIVERSARIES,
    PER_USER: parity_voice.PER_USER,
    PER_ACCOUNT: parity_voice.PER_ACCOUNT,
    NPS: ("response_count", "promoter_count", "passive_count", "detractor_count", "nps", "nps_month_count"),
}  # fmt: skip
# New accounts are not in the base under the default policy; test_over_time.py has some that are.
ALWAYS_ZERO = ("logo_churn_base_new_count",)
MOVES = ("new", "retained", "resurrected", "lost")
HALF_A_MICRO = float(Decimal("0.00000051"))

PARITY = (
    *(Parity(name, subject, name) for subject, names in SAME_NAME.items() for name in names),
    Parity("mrr", REVENUE, "closing_mrr"),
    Parity("seen_user_count", USAGE, "dau"),
    Parity("seen_account_count", USAGE, "account_dau"),
    Parity("arpa", REVENUE, "arpa", HALF_A_MICRO),
    Parity("ltv_simple", REVENUE, "ltv_simple", HALF_A_MICRO),
    Parity("ltv_margin_adjusted", REVENUE, "ltv_margin_adjusted", 2 * HALF_A_MICRO),
    *(Parity(name, ECONOMY, name, HALF_A_MICRO) for name in ("asp", "cac")),
    *(Parity(name, ECONOMY, name, 1e-6) for name in ("ltv_to_cac", "cac_payback_months")),
    *(Parity(f"north_star_{kind}_count", NORTH_STAR, f"{kind}_count") for kind in MOVES),
    Parity("north_star_qualifying_count", NORTH_STAR, "qualifying_count"),
    Parity("north_star_population_count", NORTH_STAR, "population_count"),
    Parity("north_star_quantity", NORTH_STAR, "quantity"),
    Parity("north_star_share", NORTH_STAR, "qualifying_share"),
    Parity("nps_margin_of_error", NPS, "margin_of_error"),
    Parity("active_account_count", ACTIVE_ACCOUNTS, "active_count"),
    *(Parity(name, CES, column) for name, column in parity_voice.CES.items()),
    *(Parity(name, CSAT, column) for name, column in parity_voice.CSAT.items()),
    *(Parity(name, TICKETS, column) for name, column in parity_voice.TICKETS.items()),
)
