"""Edits that change what is written and not what it means."""

from __future__ import annotations

from python_tests.mutations.mutation import Mutation

MARTS = "models/marts"
INTERMEDIATE = "models/intermediate"
DEFINITIONS = "seeds/reference/north_star_definitions.csv"
CONDITIONS = "seeds/reference/north_star_conditions.csv"


def leaving(window: str, week: int, month: int) -> str:
    """What is counted where an entity leaves a window, as int_active_entity_changes says it."""
    return (
        f"        leaves_{window}_on as date_day,\n        0 as active_1d,\n        {week} as change_7d,\n"
        f"        {month} as change_30d\n"
    )


leaving_between = (
    "    from with_leaving_dates\n\n    union all\n\n    select\n        entity,\n        profile_id,\n"
)

PRESERVING = (
    Mutation(
        "comment, line breaks and capitals",
        f"{MARTS}/revenue/churn_monthly.sql",
        "        cast(logo_churn_count as double) / nullif(logo_churn_base_count, 0) as logo_churn_rate,\n",
        "        -- What left of what could leave.\n        CAST(logo_churn_count AS double)\n"
        "            / nullif( logo_churn_base_count , 0 )"
        "\n            as logo_churn_rate,\n",
    ),
    Mutation(
        "CTEs in another order",
        f"{INTERMEDIATE}/product_usage/int_active_entity_days.sql",
        """usage_days as (

    select * from {{ ref('usage_days') }}

),

users as (

    select * from {{ ref('stg_crm__users') }}

),
""",
        """users as (

    select * from {{ ref('stg_crm__users') }}

),

usage_days as (

    select * from {{ ref('usage_days') }}

),
""",
    ),
    Mutation(
        "CTE renamed",
        f"{MARTS}/customer_voice/nps_monthly.sql",
        "periods as (\n\n    select * from {{ ref('int_nps_periods') }}\n"
        "    where period_grain = 'month'\n\n)\n",
        "months_of_nps as (\n\n    select * from {{ ref('int_nps_periods') }}\n"
        "    where period_grain = 'month'\n\n),\n\n"
        "periods as (\n\n    select months_of_nps.* from months_of_nps\n\n)\n",
    ),
    Mutation(
        "branches of a union in another order",
        f"{INTERMEDIATE}/product_usage/int_active_entity_changes.sql",
        leaving("7d", -1, 0) + leaving_between + leaving("30d", 0, -1),
        leaving("30d", 0, -1) + leaving_between + leaving("7d", -1, 0),
    ),
    Mutation(
        "conditions in another order",
        f"{INTERMEDIATE}/revenue/int_account_mrr_movements.sql",
        "when opening_mrr > 0 and closing_mrr = 0 then",
        "when closing_mrr = 0 and (0 < opening_mrr) then",
    ),
    Mutation(
        "joins in another order, aliases, brackets",
        f"{MARTS}/accounts/sign_ups_monthly.sql",
        """    inner join profiles
        on sign_ups.account_id = profiles.account_id

    inner join breakdowns
        on profiles.profile_id = breakdowns.profile_id
""",
        """    inner join profiles as p
        on (p.account_id = sign_ups.account_id)

    inner join breakdowns
        on breakdowns.profile_id = p.profile_id
""",
    ),
    Mutation(
        "list of values written out",
        f"{INTERMEDIATE}/customer_voice/int_survey_sums.sql",
        "where survey in ('ces', 'csat')",
        "where (survey = 'csat' or survey = 'ces')",
    ),
    Mutation(
        "between written out",
        f"{MARTS}/customer_voice/nps_answers.sql",
        "score between 7 and 8",
        "score <= 8 and not score < 7",
    ),
    Mutation(
        "label",
        f"{MARTS}/customer_voice/csat_answers.yml",
        "    label: Customer satisfaction\n",
        "    label: Satisfied customers\n",
    ),
    Mutation(
        "description",
        f"{MARTS}/revenue/_revenue__docs.md",
        "{% docs arpa %}\n",
        "{% docs arpa %}\nRevenue per account. ",
    ),
    Mutation(
        "column added to a mart",
        f"{INTERMEDIATE}/revenue/int_account_mrr_movements.sql",
        "    fx_mrr,\n    closing_mrr,\n",
        "    fx_mrr,\n    abs(fx_mrr) as absolute_fx_mrr,\n    closing_mrr,\n",
    ),
    Mutation(
        "candidate added",
        DEFINITIONS,
        "weekly_active_accounts,1,",
        "daily_logins,1,Logins,Who logs in.,growth,account,day,,all,count,candidate,false,true,"
        "2023-01-01,,2025-11-03\n"
        "weekly_active_accounts,1,",
    ),
    Mutation(
        "condition of the candidate",
        CONDITIONS,
        "weekly_task_teams,1,creates_tasks,",
        "daily_logins,1,logs_in,login,count,>=,1,true,false\nweekly_task_teams,1,creates_tasks,",
    ),
    Mutation(
        "another policy's rule",
        "seeds/reference/revenue_policies.csv",
        "stripe,Stripe,excluded,",
        "stripe,Stripe (2026),included,",
    ),
    Mutation(
        "comment in a macro",
        "macros/north_star/north_star_verdict.sql",
        "    end\n",
        "    {# Nothing else. #}\n    end\n",
    ),
    Mutation(
        "materialisation",
        f"{INTERMEDIATE}/product_usage/int_counted_users.sql",
        "materialized='view'",
        "materialized='table'",
    ),
)
