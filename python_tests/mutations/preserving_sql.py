"""Edits of a model's SQL that change what is written and not what it means."""

from __future__ import annotations

from python_tests.mutations.mutation import Mutation

MARTS = "models/marts"
INTERMEDIATE = "models/intermediate"


def sign_ups_of(entity: str) -> str:
    """One branch of the union in int_sign_ups."""
    return (
        f"    select\n        '{entity}' as entity,\n        {entity}_id as entity_id,\n        account_id,\n"
        f"        created_date\n    from {entity}s\n"
    )


PRESERVING_SQL = (
    Mutation(
        "comment, line breaks and capitals",
        f"{MARTS}/revenue/churn_monthly_by_breakdown.sql",
        "        cast(logo_churn_count as double) / nullif(logo_churn_base_count, 0) as logo_churn_rate,\n",
        "        -- What left of what could leave.\n        CAST(logo_churn_count AS double)\n"
        "            / nullif( logo_churn_base_count , 0 )"
        "\n            as logo_churn_rate,\n",
    ),
    Mutation(
        "CTEs in another order",
        f"{INTERMEDIATE}/usage/int_active_entity_months.sql",
        """counted_days as (

    select * from {{ ref('int_counted_days') }}
    where {{ not_made_yet('month_version') }}

),

entity_days as (

    select * from {{ ref('int_active_entity_days') }}

),
""",
        """entity_days as (

    select * from {{ ref('int_active_entity_days') }}

),

counted_days as (

    select * from {{ ref('int_counted_days') }}
    where {{ not_made_yet('month_version') }}

),
""",
    ),
    Mutation(
        "CTE renamed",
        f"{MARTS}/voice/nps_by_breakdown.sql",
        "with_shares as (\n",
        "shares_of_answers as (\n",
        more=((f"{MARTS}/voice/nps_by_breakdown.sql", "\nfrom with_shares\n", "\nfrom shares_of_answers\n"),),
    ),
    Mutation(
        "branches of a union in another order",
        f"{INTERMEDIATE}/accounts/int_sign_ups.sql",
        f"{sign_ups_of('account')}\n    union all\n\n{sign_ups_of('user')}",
        f"{sign_ups_of('user')}\n    union all\n\n{sign_ups_of('account')}",
    ),
    Mutation(
        "conditions in another order",
        "macros/revenue/mrr_movements.sql",
        "when opening_mrr > 0 and closing_mrr = 0 then",
        "when closing_mrr = 0 and (0 < opening_mrr) then",
    ),
    Mutation(
        "joins in another order, aliases, brackets",
        f"{MARTS}/revenue/accounts.sql",
        """    left join current_mrr
        on accounts.account_id = current_mrr.account_id

    left join open_items
        on accounts.account_id = open_items.account_id
""",
        """    left join open_items
        on (open_items.account_id = accounts.account_id)

    left join current_mrr as mrr_now
        on accounts.account_id = mrr_now.account_id
""",
        more=(
            (
                f"{MARTS}/revenue/accounts.sql",
                "coalesce(current_mrr.closing_mrr, 0)",
                "coalesce(mrr_now.closing_mrr, 0)",
            ),
        ),
    ),
    Mutation(
        "list of values written out",
        "macros/billing/paying_periods.sql",
        "status_after in ('past_due', 'unpaid')",
        "(status_after = 'unpaid' or status_after = 'past_due')",
    ),
    Mutation(
        "between written out",
        f"{MARTS}/voice/nps_answers.sql",
        "score between 7 and 8",
        "score <= 8 and not score < 7",
    ),
    Mutation(
        "column added to a mart",
        "macros/revenue/mrr_movements.sql",
        "    fx_mrr,\n    closing_mrr,\n",
        "    fx_mrr,\n    abs(fx_mrr) as absolute_fx_mrr,\n    closing_mrr,\n",
    ),
    Mutation(
        "materialisation",
        f"{INTERMEDIATE}/usage/int_counted_events.sql",
        "materialized='view'",
        "materialized='table'",
    ),
    Mutation(
        "query in place of a table",
        f"{MARTS}/lifecycle/account_trials.sql",
        "    select * from {{ ref('int_subscription_items') }}\n",
        "    select found.* from (select * from {{ ref('int_subscription_items') }}) as found\n",
    ),
    Mutation(
        "column of a step renamed",
        f"{INTERMEDIATE}/revenue/int_account_renewals.sql",
        """ as age_months  -- noqa: LT05

    from open_before

),

due as (

    select * from with_age
    where age_months > 0 and age_months % term_months = 0
""",
        """ as months_old

    from open_before

),

due as (

    select * from with_age
    where months_old > 0 and months_old % term_months = 0
""",
    ),
    Mutation(
        "model split in two",
        f"{MARTS}/support/csat_monthly_by_breakdown.sql",
        "survey_months('csat_answers',",
        "survey_months('int_csat_answers',",
        more=(
            (
                f"{INTERMEDIATE}/support/int_csat_answers.sql",
                "",
                "select * from {{ ref('csat_answers') }}\n",
            ),
        ),
    ),
    Mutation(
        "sides of an equation",
        f"{MARTS}/retention/revenue_retention_monthly_by_breakdown.sql",
        "        on bases.month_start = changes.month_start\n",
        "        on changes.month_start = bases.month_start\n",
    ),
    Mutation(
        "comparison turned and negated",
        f"{MARTS}/support/support_tickets.sql",
        "when first_responded_at >= created_at\n",
        "when not (first_responded_at < created_at)\n",
    ),
    Mutation(
        "aggregate of a case as a filtered aggregate",
        f"{MARTS}/retention/lifetime_value_by_breakdown.sql",
        "max(case when is_observed and tenure_months = 12 then survival_rate end)",
        "max(survival_rate) filter (where is_observed and tenure_months = 12)",
    ),
    Mutation(
        "count of a case as a filtered count",
        f"{MARTS}/lifecycle/activation_cohorts_by_breakdown.sql",
        "count(case when outcomes.is_in_window then 1 end)",
        "count(*) filter (where outcomes.is_in_window)",
    ),
    Mutation(
        "negation moved outward",
        f"{INTERMEDIATE}/usage/int_counted_events.sql",
        "where rejection_reason is null and not is_internal",
        "where not (is_internal or rejection_reason is not null)",
    ),
    Mutation(
        "null written out",
        f"{INTERMEDIATE}/retention/int_survival_tenures.sql",
        "then tenure_months end) over (",
        "then tenure_months else null end) over (",
    ),
    Mutation(
        "groups by place instead of name",
        f"{INTERMEDIATE}/retention/int_survival_tenures.sql",
        "    from cohorts\n\n    group by breakdown, breakdown_value\n",
        "    from cohorts\n\n    group by 1, 2\n",
    ),
    Mutation(
        "cast written otherwise",
        f"{MARTS}/revenue/mrr_monthly_by_breakdown.sql",
        "cast(gained_mrr as double)",
        "gained_mrr::double",
    ),
    Mutation(
        "tag",
        f"{MARTS}/retention/account_retention.sql",
        "config(materialized='view')",
        "config(materialized='view', tags=['finance'])",
    ),
)
