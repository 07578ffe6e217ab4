{#- Every set of rules under which MRR is worked out: variant 0 is the chosen policy, which the marts follow; then each
    other policy as a whole, and each single rule in which one of them differs, put into the chosen policy. -#}
{%- set choices = mrr_rules().values() | list + [
    'reactivation_window_days', 'intra_month_churn', 'churn_base', 'zero_churn_ltv', 'net_churn_reactivation',
    'quick_ratio_reactivation',
] -%}
with

policies as (

    select
        *,
        policy_name = {{ setting('revenue_policy') }} as is_chosen
    from {{ ref('revenue_policies') }}

),

-- A blank number of days means for as long as it lasts.
with_numbers as (

    select
        policy_name,
        label,
        is_chosen,
        trials,
        coalesce(
            case when is_chosen then {{ setting('past_due_grace_days') }} end, past_due_grace_days, 999999
        ) as past_due_grace_days,
        pauses,
        discounts,
        usage,
        churn_date,
        weeks_per_month,
        days_per_month,
        coalesce(reactivation_window_days, 999999) as reactivation_window_days,
        intra_month_churn,
        churn_base,
        zero_churn_ltv,
        net_churn_reactivation,
        quick_ratio_reactivation

    from policies

),

chosen as (

    select * from with_numbers
    where is_chosen

),

single_rules as (

    {% for rule, column in mrr_rules().items() %}
        select distinct
            {% for choice in choices %}
                {{ 'with_numbers' if choice == column else 'chosen' }}.{{ choice }},
            {% endfor %}
            '{{ rule }}' as rule_name

        from with_numbers

        cross join chosen

        where with_numbers.{{ column }} != chosen.{{ column }}

        {{ 'union all' if not loop.last }}
    {% endfor %}

),

variants as (

    select
        policy_name,
        label,
        cast(null as varchar) as rule_name,
        {{ choices | join(', ') }}

    from with_numbers

    union all

    select
        cast(null as varchar) as policy_name,
        cast(null as varchar) as label,
        rule_name,
        {{ choices | join(', ') }}

    from single_rules

),

numbered as (

    select
        case
            when policy_name = {{ setting('revenue_policy') }} then 0
            else row_number() over (
                order by
                    coalesce(policy_name = {{ setting('revenue_policy') }}, false) desc,
                    case when rule_name is null then 0 else 1 end,
                    policy_name, rule_name, {{ choices | join(', ') }}
            ) - 1
        end as policy_variant_id,
        *

    from variants

)

select
    *,
    coalesce(policy_name = {{ setting('revenue_policy') }}, false) as is_chosen,
    cast({{ dbt.split_part('weeks_per_month', "'/'", 1) }} as integer) as weeks_numerator,
    coalesce(cast(nullif({{ dbt.split_part('weeks_per_month', "'/'", 2) }}, '') as integer), 1) as weeks_denominator,
    cast({{ dbt.split_part('days_per_month', "'/'", 1) }} as integer) as days_numerator,
    coalesce(cast(nullif({{ dbt.split_part('days_per_month', "'/'", 2) }}, '') as integer), 1) as days_denominator

from numbered
