"""Edits that change what a metric means."""

from __future__ import annotations

from python_tests.mutations.mutation import Mutation

MARTS = "models/marts"
INTERMEDIATE = "models/intermediate"
IS_BACK = "            when opening_mrr = 0 and closing_mrr > 0"
CONDITIONS = "seeds/reference/north_star_conditions.csv"

CHANGING = (
    Mutation(
        "numerator and denominator swapped",
        f"{MARTS}/revenue/mrr_monthly.yml",
        "    numerator: gained_mrr\n    denominator: lost_mrr\n",
        "    numerator: lost_mrr\n    denominator: gained_mrr\n",
        "quick_ratio",
        "YAML: numerator and denominator swapped",
    ),
    Mutation(
        "another numerator",
        f"{MARTS}/customer_voice/support_tickets.yml",
        "    numerator: bug_ticket_count\n    denominator: active_user_count\n",
        "    numerator: product_ticket_count\n    denominator: active_user_count\n",
        "bug_tickets_per_user",
        "YAML: numerator bug_ticket_count -> product_ticket_count",
    ),
    Mutation(
        "filter added in YAML",
        f"{MARTS}/customer_voice/csat_answers.yml",
        "        expr: satisfied_count\n",
        "        expr: satisfied_count\n"
        "        filter: \"{{ Dimension('csat_answer__plan_name') }} != 'free'\"\n",
        "csat",
        "csat_satisfied_count: filter added: csat_answers.plan_name != 'free'",
    ),
    Mutation(
        "window shortened in YAML",
        f"{MARTS}/product_usage/usage_days.yml",
        "    input_metric: dau\n    window: 7 days\n",
        "    input_metric: dau\n    window: 6 days\n",
        "wau",
        "YAML: window 7 days -> 6 days",
    ),
    Mutation(
        "filter taken out of a mart",
        f"{MARTS}/accounts/trials_monthly.sql",
        "    where trial_count = 1\n",
        "",
        "trial_to_paid_rate",
        "trials_monthly: filter removed: account_trials.trial_count = 1",
    ),
    Mutation(
        "threshold in the fact",
        f"{MARTS}/customer_voice/nps_answers.sql",
        "score >= 9",
        "score >= 8",
        "nps",
        "nps_answers: column promoter_count: 9 <= int_survey_answers.score -> 8 <= int_survey_answers.score",
    ),
    Mutation(
        "threshold upstream",
        f"{INTERMEDIATE}/customer_voice/int_survey_answers.sql",
        "responses.survey = 'ces' then responses.score >= 5",
        "responses.survey = 'ces' then responses.score >= 6",
        "ces_agree_share",
        "column is_favourable: 5 <= stg_survey__responses.score -> 6 <= stg_survey__responses.score",
    ),
    Mutation(
        "filter in staging",
        "models/staging/support/stg_support__tickets.sql",
        "where rejection_reason is null",
        "where rejection_reason is null and priority != 'low'",
        "ticket_count",
        "stg_support__tickets: filter added: base_support__tickets.priority != 'low'",
    ),
    Mutation(
        "inner join becomes a left join",
        f"{INTERMEDIATE}/product_usage/int_active_entity_days.sql",
        "    inner join users\n",
        "    left join users\n",
        "dau",
        "int_active_entity_days: join added: left join stg_crm__users",
    ),
    Mutation(
        "window shortened in a mart",
        f"{MARTS}/product_usage/active_users_daily.sql",
        "rows between 29 preceding",
        "rows between 27 preceding",
        "stickiness",
        "rows between 29 preceding and current row -> rows between 27 preceding and current row",
    ),
    Mutation(
        "order of a case",
        f"{INTERMEDIATE}/revenue/int_account_mrr_movements.sql",
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
        f"{INTERMEDIATE}/customer_voice/int_support_months.sql",
        "    union\n",
        "    union all\n",
        "tickets_per_user",
        "int_support_months: union removed",
    ),
    Mutation(
        "excluded users count",
        f"{INTERMEDIATE}/product_usage/int_counted_users.sql",
        "\nwhere excluded_users.user_id is null\n",
        "\n",
        "active_day_count",
        "int_counted_users: filter removed: excluded_users.user_id is null",
    ),
    Mutation(
        "threshold of the North Star",
        CONDITIONS,
        "weekly_task_teams,1,creates_tasks,task_created,count,>=,3,",
        "weekly_task_teams,1,creates_tasks,task_created,count,>=,4,",
        "north_star_qualifying_count",
        "north_star_conditions.csv: row creates_tasks, weekly_task_teams, count: threshold 3 -> 4",
    ),
    Mutation(
        "another key action",
        "seeds/reference/key_actions.csv",
        "file_shared,key_action",
        "file_opened,key_action",
        "key_actions_per_user",
        "key_actions.csv: row",
    ),
    Mutation(
        "variable",
        "dbt_project.yml",
        "  trial_window_days: 30\n",
        "  trial_window_days: 14\n",
        "trial_to_paid_rate",
        "dbt_project.yml: variable trial_window_days: 30 -> 14",
    ),
    Mutation(
        "macro",
        "macros/north_star/north_star_verdict.sql",
        "{{ value }} >= {{ threshold }}",
        "{{ value }} > {{ threshold }}",
        "north_star_share",
        "int_north_star_qualifying: filter",
    ),
)
