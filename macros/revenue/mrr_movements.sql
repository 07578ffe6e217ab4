{# What type of movement each change of an account's MRR is: of the chosen policy, or with `by_policy` of the others.
   One row per account and month in which something happens; until next_month_start it stays as it is. #}
{% macro mrr_movements(by_policy=false) %}
{%- set keys = (['policy_variant_id'] if by_policy else []) + ['account_id'] %}
with

changes as (

    select * from {{ ref('int_policy_mrr_changes' if by_policy else 'int_account_mrr_changes') }}

),

intervals as (

    select * from {{ ref('int_policy_paying_intervals' if by_policy else 'int_account_paying_intervals') }}

),

policies as (

    select * from {{ ref('int_policy_variants' if by_policy else 'int_chosen_policy') }}
    {{ 'where rule_name is null' if by_policy }}

),

first_months as (

    {{ first_paid_months(keys) }}

),

numbered_starts as (

    select
        *,
        cast({{ dbt.date_trunc('month', 'started_date') }} as date) as month_start,
        {{ dbt.datediff('previous_ended_date', 'started_date', 'day') }} as days_away,  -- noqa: LT05
        row_number() over (
            partition by {{ keys | join(', ') }}, {{ dbt.date_trunc('month', 'started_date') }} order by started_date
        ) as start_number

    from intervals

    where previous_ended_date is not null

),

-- The first start of a month decides how long the account was away.
account_returns as (

    select * from numbered_starts
    where start_number = 1

),

described as (

    select
        changes.*,
        first_months.first_paid_month,
        changes.closing_mrr - changes.mrr_change as opening_mrr,

        -- Only an account that pays before and after can be revalued. A new one has nothing to revalue, and a churned
        -- one loses what it was worth.
        case
            when changes.closing_mrr > 0 and changes.closing_mrr > changes.mrr_change then changes.revaluation
            else 0
        end as fx_mrr,
        account_returns.days_away,
        policies.reactivation_window_days

    from changes

    {{ 'inner join policies on changes.policy_variant_id = policies.policy_variant_id' if by_policy
        else 'cross join policies' }}

    left join first_months
        on {% for key in keys %}changes.{{ key }} = first_months.{{ key }}{{ ' and ' if not loop.last }}{% endfor %}

    left join account_returns
        on {% for key in keys %}changes.{{ key }} = account_returns.{{ key }} and {% endfor %}
        changes.month_start = account_returns.month_start

),

classified as (

    select
        *,
        -- What the month changed, excluding exchange rates.
        closing_mrr - opening_mrr - fx_mrr as own_change,

        -- First match wins: from and to zero are settled before up and down.
        case
            when opening_mrr = 0 and closing_mrr > 0 and month_start = first_paid_month then 'new'
            when opening_mrr = 0 and closing_mrr > 0 and days_away > reactivation_window_days then 'new'
            when opening_mrr = 0 and closing_mrr > 0 then 'reactivation'
            when opening_mrr > 0 and closing_mrr = 0 then 'churn'
            when closing_mrr - opening_mrr - fx_mrr > 0 then 'expansion'
            when closing_mrr - opening_mrr - fx_mrr < 0 then 'contraction'
            else 'none'
        end as movement_type

    from described

)

select
    {{ keys | join(', ') }},
    month_start,
    next_month_start,
    first_paid_month,
    movement_type,

    -- opening + new + reactivation + expansion - contraction - churned + fx = closing
    opening_mrr,
    {% for movement in ['new', 'reactivation', 'expansion'] %}
        case when movement_type = '{{ movement }}' then own_change else 0 end as {{ movement }}_mrr,
    {% endfor %}
    case when movement_type = 'contraction' then -own_change else 0 end as contraction_mrr,
    case when movement_type = 'churn' then -own_change else 0 end as churned_mrr,
    fx_mrr,
    closing_mrr,
    usage_mrr,
    usage_change,
    committed_mrr,
    committed_change,
    constant_currency_mrr,
    constant_currency_change,

    -- how often it went to zero, and how the last time came about
    loss_count,
    is_ended_by_non_payment,
    end_reason,

    -- how long it was away, where it came back
    case when opening_mrr = 0 and closing_mrr > 0 and month_start > first_paid_month then days_away end as days_away

from classified
{% endmacro %}
