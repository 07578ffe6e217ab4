"""Edits of the project, each with what it must do to the metrics: a table that grows by rows."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

MARTS = "models/marts"
INTERMEDIATE = "models/intermediate"
DEFINITIONS = "seeds/reference/north_star_definitions.csv"
CONDITIONS = "seeds/reference/north_star_conditions.csv"


@dataclass(frozen=True)
class Mutation:
    """One edit: `old` stands once in the file and becomes `new`. `metric` must change for it, and be told so in `words`;
    without a metric no fingerprint may change."""

    id: str
    path: str
    old: str
    new: str
    metric: str = ""
    words: str = ""

    def apply(self, root: Path) -> None:
        path = root / self.path
        text = path.read_text(encoding="utf-8")
        assert text.count(self.old) == 1, (
            f"{self.id}: {text.count(self.old)} times in {self.path}: {self.old}"
        )
        path.write_text(text.replace(self.old, self.new), encoding="utf-8")


CHANGING = (
    Mutation(
        "numerator and denominator swapped", f"{MARTS}/revenue/mrr_monthly.yml",
        "    numerator: gained_mrr\n    denominator: lost_mrr\n",
        "    numerator: lost_mrr\n    denominator: gained_mrr\n",
        "quick_ratio", "YAML: numerator and denominator swapped",
    ),
    Mutation(
        "another numerator", f"{MARTS}/customer_voice/support_tickets.yml",
        "    numerator: bug_ticket_count\n    denominator: active_user_count\n",
        "    numerator: product_ticket_count\n    denominator: active_user_count\n",
        "bug_tickets_per_user", "YAML: numerator bug_ticket_count -> product_ticket_count",
    ),
    Mutation(
        "filter added in YAML", f"{MARTS}/customer_voice/csat_answers.yml",
        "        expr: satisfied_count\n",
        "        expr: satisfied_count\n        filter: \"{{ Dimension('csat_answer__plan_name') }} != 'free'\"\n",
        "csat", "csat_satisfied_count: filter added: csat_answers.plan_name != 'free'",
    ),
    Mutation(
        "window shortened in YAML", f"{MARTS}/product_usage/usage_days.yml",
        "    input_metric: dau\n    window: 7 days\n", "    input_metric: dau\n    window: 6 days\n",
        "wau", "YAML: window 7 days -> 6 days",
    ),
    Mutation(
        "filter taken out of a mart", f"{MARTS}/accounts/trials_monthly.sql",
        "    where trial_count = 1\n", "",
        "trial_to_paid_rate", "trials_monthly: filter removed: account_trials.trial_count = 1",
    ),
    Mutation(
        "threshold in the fact", f"{MARTS}/customer_voice/nps_answers.sql",
        "score >= 9", "score >= 8",
        "nps", "nps_answers: column promoter_count: 9 <= int_survey_answers.score -> 8 <= int_survey_answers.score",
    ),
    Mutation(
        "threshold upstream", f"{INTERMEDIATE}/customer_voice/int_survey_answers.sql",
        "responses.survey = 'ces' then responses.score >= 5", "responses.survey = 'ces' then responses.score >= 6",
        "ces_agree_share",
        "column is_favourable: 5 <= stg_survey__responses.score -> 6 <= stg_survey__responses.score",
    ),
    Mutation(
        "filter in staging", "models/staging/support/stg_support__tickets.sql",
        "where rejection_reason is null", "where rejection_reason is null and priority != 'low'",
        "ticket_count", "stg_support__tickets: filter added: base_support__tickets.priority != 'low'",
    ),
    Mutation(
        "inner join becomes a left join", f"{INTERMEDIATE}/product_usage/int_active_entity_days.sql",
        "    inner join users\n", "    left join users\n",
        "dau", "int_active_entity_days: join added: left join stg_crm__users",
    ),
    Mutation(
        "window shortened in a mart", f"{MARTS}/product_usage/active_users_daily.sql",
        "rows between 29 preceding", "rows between 27 preceding",
        "stickiness", "rows between 29 preceding and current row -> rows between 27 preceding and current row",
    ),
    Mutation(
        "order of a case", f"{INTERMEDIATE}/revenue/int_account_mrr_movements.sql",
        """            when opening_mrr = 0 and closing_mrr > 0 and days_away > reactivation_window_days then 'new'
            when opening_mrr = 0 and closing_mrr > 0 then 'reactivation'
""",
        """            when opening_mrr = 0 and closing_mrr > 0 then 'reactivation'
            when opening_mrr = 0 and closing_mrr > 0 and days_away > reactivation_window_days then 'new'
""",
        "new_mrr", "int_account_mrr_movements: column new_mrr: case in the order",
    ),
    Mutation(
        "union of distinct rows becomes a union of all", f"{INTERMEDIATE}/customer_voice/int_support_months.sql",
        "    union\n", "    union all\n",
        "tickets_per_user", "int_support_months: union removed",
    ),
    Mutation(
        "excluded users count", f"{INTERMEDIATE}/product_usage/int_counted_users.sql",
        "\nwhere excluded_users.user_id is null\n", "\n",
        "active_day_count", "int_counted_users: filter removed: excluded_users.user_id is null",
    ),
    Mutation(
        "threshold of the North Star", CONDITIONS,
        "weekly_task_teams,1,creates_tasks,task_created,count,>=,3,", "weekly_task_teams,1,creates_tasks,task_created,count,>=,4,",
        "north_star_qualifying_count",
        "north_star_conditions.csv: row creates_tasks, weekly_task_teams, count: threshold 3 -> 4",
    ),
    Mutation(
        "another key action", "seeds/reference/key_actions.csv",
        "file_shared,key_action", "file_opened,key_action",
        "key_actions_per_user", "key_actions.csv: row",
    ),
    Mutation(
        "variable", "dbt_project.yml",
        "  trial_window_days: 30\n", "  trial_window_days: 14\n",
        "trial_to_paid_rate", "dbt_project.yml: variable trial_window_days: 30 -> 14",
    ),
    Mutation(
        "macro", "macros/north_star/north_star_verdict.sql",
        "{{ value }} >= {{ threshold }}", "{{ value }} > {{ threshold }}",
        "north_star_share", "int_north_star_qualifying: filter",
    ),
)  # fmt: skip


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
        "comment, line breaks and capitals", f"{MARTS}/revenue/churn_monthly.sql",
        "        cast(logo_churn_count as double) / nullif(logo_churn_base_count, 0) as logo_churn_rate,\n",
        "        -- What left of what could leave.\n        CAST(logo_churn_count AS double)\n            / nullif( logo_churn_base_count , 0 )"
        "\n            as logo_churn_rate,\n",
    ),
    Mutation(
        "CTEs in another order", f"{INTERMEDIATE}/product_usage/int_active_entity_days.sql",
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
        "CTE renamed", f"{MARTS}/customer_voice/nps_monthly.sql",
        "periods as (\n\n    select * from {{ ref('int_nps_periods') }}\n    where period_grain = 'month'\n\n)\n",
        "months_of_nps as (\n\n    select * from {{ ref('int_nps_periods') }}\n    where period_grain = 'month'\n\n),\n\n"
        "periods as (\n\n    select months_of_nps.* from months_of_nps\n\n)\n",
    ),
    Mutation(
        "branches of a union in another order", f"{INTERMEDIATE}/product_usage/int_active_entity_changes.sql",
        leaving("7d", -1, 0) + leaving_between + leaving("30d", 0, -1),
        leaving("30d", 0, -1) + leaving_between + leaving("7d", -1, 0),
    ),
    Mutation(
        "conditions in another order", f"{INTERMEDIATE}/revenue/int_account_mrr_movements.sql",
        "when opening_mrr > 0 and closing_mrr = 0 then", "when closing_mrr = 0 and (0 < opening_mrr) then",
    ),
    Mutation(
        "joins in another order, aliases, brackets", f"{MARTS}/accounts/sign_ups_monthly.sql",
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
        "list of values written out", f"{INTERMEDIATE}/customer_voice/int_survey_sums.sql",
        "where survey in ('ces', 'csat')", "where (survey = 'csat' or survey = 'ces')",
    ),
    Mutation(
        "between written out", f"{MARTS}/customer_voice/nps_answers.sql",
        "score between 7 and 8", "score <= 8 and not score < 7",
    ),
    Mutation(
        "label", f"{MARTS}/customer_voice/csat_answers.yml",
        "    label: Customer satisfaction\n", "    label: Satisfied customers\n",
    ),
    Mutation(
        "description", f"{MARTS}/revenue/_revenue__docs.md",
        "{% docs arpa %}\n", "{% docs arpa %}\nRevenue per account. ",
    ),
    Mutation(
        "column added to a mart", f"{INTERMEDIATE}/revenue/int_account_mrr_movements.sql",
        "    fx_mrr,\n    closing_mrr,\n", "    fx_mrr,\n    abs(fx_mrr) as absolute_fx_mrr,\n    closing_mrr,\n",
    ),
    Mutation(
        "candidate added", DEFINITIONS,
        "weekly_active_accounts,1,",
        "daily_logins,1,Logins,Who logs in.,growth,account,day,,all,count,candidate,false,true,2023-01-01,,2025-11-03\n"
        "weekly_active_accounts,1,",
    ),
    Mutation(
        "condition of the candidate", CONDITIONS,
        "weekly_task_teams,1,creates_tasks,",
        "daily_logins,1,logs_in,login,count,>=,1,true,false\nweekly_task_teams,1,creates_tasks,",
    ),
    Mutation(
        "another policy's rule", "seeds/reference/revenue_policies.csv",
        "stripe,Stripe,excluded,", "stripe,Stripe (2026),included,",
    ),
    Mutation(
        "comment in a macro", "macros/north_star/north_star_verdict.sql",
        "    end\n", "    {# Nothing else. #}\n    end\n",
    ),
    Mutation(
        "materialisation", f"{INTERMEDIATE}/product_usage/int_counted_users.sql",
        "materialized='view'", "materialized='table'",
    ),
)  # fmt: skip


def waves(mutations: Iterable[Mutation]) -> list[list[Mutation]]:
    """Mutations that are compiled together: of each file one at a time."""
    found: list[list[Mutation]] = []
    for one in mutations:
        for wave in found:
            if one.path not in {other.path for other in wave}:
                wave.append(one)
                break
        else:
            found.append([one])
    return found
