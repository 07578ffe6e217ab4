"""Edits that change what is written and not what it means: of YAML, seeds and macros; and those of SQL."""

from __future__ import annotations

from python_tests.mutations.mutation import Mutation
from python_tests.mutations.preserving_sql import PRESERVING_SQL

MARTS = "models/marts"
INTERMEDIATE = "models/intermediate"
DEFINITIONS = "seeds/reference/north_star_definitions.csv"
CONDITIONS = "seeds/reference/north_star_conditions.csv"

PRESERVING = (
    *PRESERVING_SQL,
    Mutation(
        "label",
        f"{MARTS}/support/csat_answers.yml",
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
        "candidate added",
        DEFINITIONS,
        "weekly_active_accounts,1,",
        "daily_logins,1,Logins,Who logs in.,growth,account,day,,all,count,candidate,false,true,"
        "2023-01-01,,2025-11-03\n"
        "weekly_active_accounts,1,",
        more=(
            (
                CONDITIONS,
                "weekly_task_teams,1,creates_tasks,",
                "daily_logins,1,logs_in,login,count,>=,1,true,false\nweekly_task_teams,1,creates_tasks,",
            ),
        ),
    ),
    Mutation(
        "threshold of a candidate",
        CONDITIONS,
        "weekly_active_teams,1,comes_together,*,distinct_users,>=,2,",
        "weekly_active_teams,1,comes_together,*,distinct_users,>=,3,",
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
        "comment in the YAML",
        f"{MARTS}/revenue/mrr_monthly.yml",
        "    numerator: gained_mrr\n",
        "    # What came in.\n    numerator: gained_mrr\n",
    ),
    Mutation(
        "keys of the YAML in another order",
        f"{MARTS}/support/ces_answers.yml",
        "    numerator: ces_score_sum\n    denominator: ces_response_count\n",
        "    denominator: ces_response_count\n    numerator: ces_score_sum\n",
    ),
    Mutation(
        "owner and synonyms",
        f"{MARTS}/revenue/mrr_movements.yml",
        "synonyms: [customer lifetime value, CLV, simple lifetime value]",
        "synonyms: [customer lifetime value, simple lifetime value]",
    ),
    Mutation(
        "data test added",
        f"{MARTS}/engagement/sessions.yml",
        "        description: Counted events of the session.\n        data_type: bigint\n",
        "        description: Counted events of the session.\n        data_type: bigint\n"
        "        data_tests: [not_null]\n",
    ),
    Mutation(
        "dimension added",
        f"{MARTS}/lifecycle/account_trials.yml",
        "        description: The month in which the trial began.\n        data_type: date\n",
        "        description: The month in which the trial began.\n        data_type: date\n"
        "        granularity: month\n        dimension: {type: time}\n",
    ),
    Mutation(
        "unit test",
        f"{INTERMEDIATE}/voice/_int_voice__unit_tests.yml",
        "    description: Both sides of each survey's threshold.\n",
        "    description: Scores on both sides of the threshold.\n",
    ),
    Mutation(
        "words of a source",
        "models/staging/support/_support__sources.yml",
        "description: When the ticket was opened. ISO 8601.",
        "description: When it was opened. ISO 8601.",
    ),
    Mutation(
        "variable that nothing reads",
        "vars.yml",
        "  trial_window_days: 30\n",
        "  trial_window_days: 30\n  trial_grace_days: 3\n",
    ),
    Mutation(
        "macro that nothing calls",
        "macros/parsing/duplicate_reason.sql",
        "        when row_reason is not null then row_reason\n",
        "        when (row_reason is not null)\n            then row_reason\n",
        more=(
            (
                "macros/parsing/is_blank.sql",
                "",
                "{% macro is_blank(text) %}trim({{ text }}) = ''{% endmacro %}\n",
            ),
        ),
    ),
    Mutation(
        "rows of a reference file in another order",
        "seeds/reference/activation_steps.csv",
        "onboarded,2,Onboarded,events,project_created,1,7\n"
        "first_value,3,First value,events,task_completed,3,30\n",
        "first_value,3,First value,events,task_completed,3,30\n"
        "onboarded,2,Onboarded,events,project_created,1,7\n",
    ),
    Mutation(
        "words of a reference row",
        "seeds/reference/key_actions.csv",
        "Gets a piece of work done.",
        "Gets work done.",
    ),
)
