"""Checks that spine and marts agree; a benchmark of two different results would prove nothing."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import duckdb

from north_star.errors import UserError

MOVEMENTS = (
    *("opening_mrr", "new_mrr", "reactivation_mrr", "expansion_mrr", "contraction_mrr", "churned_mrr"),
    *("fx_mrr", "closing_mrr"),
)
STATES = ("usage_mrr", "committed_mrr", "constant_currency_mrr", "renewal_due_mrr", "renewal_churned_mrr")
BREAKDOWN = ("month_start", "breakdown", "breakdown_value")


@dataclass(frozen=True)
class Comparison:
    """A table of the spine and its counterpart in our marts: key columns, then numbers."""

    table: str
    ours: str
    keys: tuple[str, ...]
    numbers: tuple[str, ...]
    theirs: str = ""
    """Where the spine's side is not just the table."""

    def sides(self) -> tuple[str, str]:
        """One query per side with the same types: money and counts exact, rates as doubles."""
        exact = [
            f"{name}::double as {name}" if name.endswith("_rate") else f"{name}::decimal(38, 6) as {name}"
            for name in self.numbers
        ]
        chosen = ", ".join((*self.keys, *exact))
        return f"select {chosen} from {self.theirs or self.table}", f"select {chosen} from {self.ours}"


COMPARISONS = (
    Comparison(
        "customer_movements",
        "company.marts.mrr_movements",
        ("account_id", "month_start", "churn_reason"),
        (*MOVEMENTS, *STATES),
    ),
    Comparison(
        "monthly_sums",
        "company.marts.mrr_monthly_by_breakdown"
        f" inner join (select {', '.join(BREAKDOWN)}, logo_churn_rate"
        " from company.marts.churn_monthly_by_breakdown)"
        f" using ({', '.join(BREAKDOWN)})",
        BREAKDOWN,
        (
            *MOVEMENTS,
            *STATES,
            *(
                "involuntary_churned_mrr",
                "opening_account_count",
                "paying_account_count",
                "new_account_count",
            ),
            *("reactivated_account_count", "churned_account_count", "involuntary_churned_account_count"),
            *("renewal_due_account_count", "logo_churn_rate"),
        ),
    ),
    Comparison(
        "retention",
        "company.marts.revenue_retention_monthly_by_breakdown where base_account_count > 0",
        (*BREAKDOWN, "horizon_months"),
        (
            *("base_account_count", "retained_account_count", "base_mrr", "retained_mrr", "kept_mrr"),
            *("constant_currency_base_mrr", "constant_currency_retained_mrr", "constant_currency_kept_mrr"),
        ),
    ),
    Comparison(
        "churn_reasons",
        "company.marts.churn_reasons_monthly_by_breakdown",
        (*BREAKDOWN, "churn_type", "churn_reason"),
        ("churned_account_count", "churned_mrr"),
    ),
    Comparison(
        "cohorts",
        "company.marts.retention_cohorts_by_breakdown where is_complete",
        (*BREAKDOWN, "cohort_month"),
        ("cohort_account_count", "retained_account_count", "mrr"),
    ),
    # The curve is observed as far as enough accounts got.
    Comparison(
        "lives",
        "company.marts.survival_curves_by_breakdown where is_observed",
        (*BREAKDOWN, "tenure_months"),
        ("at_risk_count", "churned_count"),
        theirs="(from lives where at_risk_count >= 10)",
    ),
    Comparison(
        "largest_customers",
        "company.marts.unit_economics_monthly_by_breakdown where paying_account_count > 0",
        BREAKDOWN,
        ("largest_account_mrr", "top_10_mrr"),
        theirs="(from largest_customers where largest_account_mrr > 0)",
    ),
    Comparison(
        "policy_months",
        "company.marts.mrr_policy_comparison inner join company.intermediate.int_policy_variants"
        " using (policy_name, is_chosen) where not is_chosen",
        ("policy_variant_id", "month_start"),
        ("mrr", "paying_account_count", *MOVEMENTS[1:7], "churned_account_count"),
    ),
    Comparison(
        "rule_months",
        "company.intermediate.int_revenue_by_policy inner join company.intermediate.int_policy_variants"
        " using (policy_variant_id) where rule_name is not null",
        ("policy_variant_id", "month_start"),
        ("mrr",),
    ),
)


class DifferenceError(UserError):
    """The two approaches give different numbers."""


def compare(spine: Path, company: Path, memory_limit: str) -> dict[str, int]:
    """Number of rows compared, by table; raises DifferenceError with rows that only one side has."""
    counts: dict[str, int] = {}
    with duckdb.connect(str(spine), read_only=True) as connection:
        connection.execute(f"set threads = 2; set memory_limit = '{memory_limit}'")
        connection.execute(f"attach '{company}' as company (read_only)")
        for comparison in COMPARISONS:
            sides = comparison.sides()
            columns = ", ".join((*comparison.keys, *comparison.numbers))
            # Equal sums of the rows' hashes: equal rows, in whatever order.
            sums = [
                connection.execute(
                    f"select count(*), sum(hash({columns})::hugeint) from ({side})"
                ).fetchall()[0]
                for side in sides
            ]
            if sums[0] != sums[1]:
                found = [
                    connection.execute(f"{one} except {other} order by all limit 3").fetchall()
                    for one, other in (sides, sides[::-1])
                ]
                raise DifferenceError(
                    f"{comparison.table}: {sums[0][0]:,} and {sums[1][0]:,} rows;"
                    f" only the spine has {found[0]}, only the marts have {found[1]}"
                )
            counts[comparison.table] = sums[0][0]
    return counts
