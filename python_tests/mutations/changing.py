"""Edits that change what a metric means: of YAML, variables, reference rows and macros; and those of SQL."""

from __future__ import annotations

from python_tests.mutations.changing_sql import CHANGING_SQL
from python_tests.mutations.mutation import Mutation

MARTS = "models/marts"
CONDITIONS = "seeds/reference/north_star_conditions.csv"

CHANGING = (
    *CHANGING_SQL,
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
        f"{MARTS}/support/support_tickets.yml",
        "    numerator: bug_ticket_count\n    denominator: active_user_count\n",
        "    numerator: product_ticket_count\n    denominator: active_user_count\n",
        "bug_tickets_per_user",
        "YAML: numerator bug_ticket_count -> product_ticket_count",
    ),
    Mutation(
        "filter added in YAML",
        f"{MARTS}/support/csat_answers.yml",
        "        expr: satisfied_count\n",
        "        expr: satisfied_count\n"
        "        filter: \"{{ Dimension('csat_answer__plan_name') }} != 'free'\"\n",
        "csat",
        "csat_satisfied_count: filter added: csat_answers.plan_name != 'free'",
    ),
    Mutation(
        "window shortened in YAML",
        f"{MARTS}/usage/usage_days.yml",
        "    input_metric: seen_user_count\n    window: 7 days\n",
        "    input_metric: seen_user_count\n    window: 6 days\n",
        "wau",
        "YAML: window 7 days -> 6 days",
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
        "vars.yml",
        "  trial_window_days: 30\n",
        "  trial_window_days: 14\n",
        "trial_to_paid_rate",
        "vars.yml: variable trial_window_days: 30 -> 14",
    ),
    Mutation(
        "macro",
        "macros/north_star/north_star_verdict.sql",
        "{{ value }} >= {{ threshold }}",
        "{{ value }} > {{ threshold }}",
        "north_star_share",
        "int_north_star_qualifying: filter",
    ),
    Mutation(
        "formula",
        f"{MARTS}/revenue/churn_monthly.yml",
        "else gross_mrr_churn_rate end, 12.0 /",
        "else gross_mrr_churn_rate end, 11.0 /",
        "annual_gross_mrr_churn_rate",
        "YAML: formula",
    ),
    Mutation(
        "input of an earlier month",
        f"{MARTS}/revenue/mrr_movements.yml",
        "    input_metrics: [arpa, logo_churn_rate, mrr_month_count]\n",
        "    input_metrics:\n      - arpa\n      - mrr_month_count\n"
        "      - {name: logo_churn_rate, offset_window: 1 month}\n",
        "ltv_simple",
        "YAML: offset of logo_churn_rate added: 1 months",
    ),
    Mutation(
        "sum becomes a maximum",
        f"{MARTS}/lifecycle/account_trials.yml",
        "        description: \"{{ doc('trial_count') }}\"\n        type: simple\n        agg: sum\n",
        "        description: \"{{ doc('trial_count') }}\"\n        type: simple\n        agg: max\n",
        "trial_count",
        "YAML: aggregation sum -> max",
    ),
    Mutation(
        "distinct becomes all",
        f"{MARTS}/usage/users.yml",
        "agg: count_distinct",
        "agg: count",
        "signed_up_user_count",
        "YAML: aggregation count_distinct -> count",
    ),
    Mutation(
        "another time",
        f"{MARTS}/economics/acquisition_spend.yml",
        "        agg_time_dimension: cac_month_start\n",
        "",
        "cac_spend",
        "YAML: time ",
    ),
    Mutation(
        "filter on one input",
        f"{MARTS}/support/ces_answers.yml",
        "    numerator: ces_score_sum\n",
        "    numerator:\n      name: ces_score_sum\n"
        "      filter: \"{{ Dimension('ces_answer__plan_name') }} != 'free'\"\n",
        "ces",
        "YAML: filter of numerator added: ces_answers.plan_name != 'free'",
    ),
    Mutation(
        "rounding of a half",
        "macros/money/rounded_quotient.sql",
        ">= ({{ near }} + 1) * {{ divisor }}",
        "> ({{ near }} + 1) * {{ divisor }}",
        "arpa",
        "mrr_monthly_by_breakdown: column arpa: ",
    ),
    Mutation(
        "rule of the chosen policy",
        "seeds/reference/revenue_policies.csv",
        "default,North Star default,excluded,",
        "default,North Star default,included,",
        "mrr",
        "revenue_policies.csv: row default, period_end, 365/12: trials excluded -> included",
    ),
    Mutation(
        "window of return",
        "seeds/reference/usage_retention_windows.csv",
        "days_8_to_14,bracket,8,14",
        "days_8_to_14,bracket,8,15",
        "user_usage_retention_days_8_to_14",
        "usage_retention_windows.csv: row",
    ),
    Mutation(
        "window of an activation step",
        "seeds/reference/activation_steps.csv",
        "onboarded,2,Onboarded,events,project_created,1,7",
        "onboarded,2,Onboarded,events,project_created,1,14",
        "onboarded_rate",
        "activation_steps.csv: row",
    ),
    Mutation(
        "name that no longer matches",
        "seeds/reference/key_actions.csv",
        "task_created,key_action,",
        "task_created ,key_action,",
        "key_action_count",
        "key_actions.csv: row",
    ),
    Mutation(
        "variable of a horizon",
        "vars.yml",
        "  ltv_horizon_months: 60\n",
        "  ltv_horizon_months: 36\n",
        "ltv_survival",
        "vars.yml: variable ltv_horizon_months: 60 -> 36",
    ),
)
