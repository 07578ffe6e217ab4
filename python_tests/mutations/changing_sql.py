"""Edits of a model's SQL that change what a metric means."""

from __future__ import annotations

from python_tests.mutations.mutation import Mutation

MARTS = "models/marts"
INTERMEDIATE = "models/intermediate"
IS_BACK = "            when opening_mrr = 0 and closing_mrr > 0"

CHANGING_SQL = (
    Mutation(
        "filter taken out of a mart",
        f"{MARTS}/lifecycle/trials_monthly_by_breakdown.sql",
        "    where trial_count = 1\n",
        "",
        "trial_to_paid_rate",
        "trials_monthly_by_breakdown: filter removed: account_trials.trial_count = 1",
    ),
    Mutation(
        "threshold in the fact",
        f"{MARTS}/voice/nps_answers.sql",
        "score >= 9",
        "score >= 8",
        "nps",
        "nps_answers: column promoter_count: 9 <= int_survey_answers.score -> 8 <= int_survey_answers.score",
    ),
    Mutation(
        "threshold upstream",
        f"{INTERMEDIATE}/voice/int_survey_answers.sql",
        "responses.survey = 'ces' then responses.score >= 5",
        "responses.survey = 'ces' then responses.score >= 6",
        "ces_agree_share",
        "column is_favourable: 5 <= stg_survey__responses.score -> 6 <= stg_survey__responses.score",
    ),
    Mutation(
        "filter of accepted rows",
        f"{MARTS}/support/support_tickets.sql",
        "ref('stg_support__tickets') }}\n    where rejection_reason is null",
        "ref('stg_support__tickets') }}\n    where rejection_reason is null and priority != 'low'",
        "ticket_count",
        "support_tickets: filter added: stg_support__tickets.priority != 'low'",
    ),
    Mutation(
        "inner join becomes a left join",
        f"{MARTS}/usage/usage_movements.sql",
        "\ninner join entities\n",
        "\nleft join entities\n",
        "user_usage_churn_rate",
        "usage_movements: join added: left join int_sign_ups on",
    ),
    Mutation(
        "window shortened in a mart",
        f"{MARTS}/usage/active_users_daily_by_breakdown.sql",
        "rows between 29 preceding",
        "rows between 27 preceding",
        "stickiness",
        "rows between 29 preceding and current row -> rows between 27 preceding and current row",
    ),
    Mutation(
        "order of a case",
        "macros/revenue/mrr_movements.sql",
        f"""{IS_BACK} and days_away > reactivation_window_days then 'new'
{IS_BACK} then 'reactivation'
""",
        f"""{IS_BACK} then 'reactivation'
{IS_BACK} and days_away > reactivation_window_days then 'new'
""",
        "new_mrr",
        "int_account_mrr_movements: column new_mrr: case in the order",
    ),
    Mutation(
        "union of distinct rows becomes a union of all",
        f"{MARTS}/support/support_monthly_by_breakdown.sql",
        "    union\n",
        "    union all\n",
        "tickets_per_user",
        "support_monthly_by_breakdown: union removed",
    ),
    Mutation(
        "excluded users count",
        f"{INTERMEDIATE}/usage/int_counted_events.sql",
        "\n    where excluded_users.user_id is null\n",
        "\n",
        "active_day_count",
        "int_counted_events: filter removed: excluded_users.user_id is null",
    ),
    Mutation(
        "condition of a join",
        f"{INTERMEDIATE}/engagement/int_user_months.sql",
        "    and entity_months.month_start = session_months.month_start\n",
        "",
        "sessions_per_user",
        "int_user_months: join left join",
    ),
    Mutation(
        "boundary of a period",
        f"{INTERMEDIATE}/revenue/int_account_renewals.sql",
        "periods.ended_date >= months.month_start",
        "periods.ended_date > months.month_start",
        "renewal_due_mrr",
        "int_account_renewals: filter",
    ),
    Mutation(
        "default of what is missing",
        f"{MARTS}/lifecycle/account_trials.sql",
        "coalesce(payments.is_paying_at_start, false)",
        "coalesce(payments.is_paying_at_start, true)",
        "trial_count",
        "account_trials: column trial_count: ",
    ),
    Mutation(
        "month becomes quarter",
        f"{MARTS}/support/support_tickets.sql",
        "dbt.date_trunc('month', 'timed.created_date')",
        "dbt.date_trunc('quarter', 'timed.created_date')",
        "ticket_count",
        "support_tickets: column month_start: ",
    ),
    Mutation(
        "argument of a macro",
        "models/staging/support/stg_support__tickets.sql",
        "duplicate_reason('ticket_id')",
        "duplicate_reason('ticket_id', 'created_at')",
        "ticket_count",
        "stg_support__tickets: column rejection_reason: ",
    ),
    Mutation(
        "upstream rule of staging",
        "models/staging/crm/base_crm__accounts.sql",
        "when account_name is null or created_at_text is null then",
        "when created_at_text is null then",
        "signed_up_account_count",
        "base_crm__accounts: column rejection_reason: ",
    ),
)
