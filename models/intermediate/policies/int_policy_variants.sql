{#- Every set of rules under which MRR is worked out besides the chosen policy (number 0): each other policy, and each
    single rule in which one of them differs, put into the chosen policy. -#}
{%- set choices = mrr_rules().values() | list + [
    'reactivation_window_days', 'intra_month_churn', 'churn_base', 'zero_churn_ltv', 'net_churn_reactivation',
    'quick_ratio_reactivation',
] -%}
with

policies as (

    {{ revenue_policy_rows() }}

),

chosen as (

    select * from policies
    where is_chosen

),

single_rules as (

    {% for rule, column in mrr_rules().items() %}
        select distinct
            {% for choice in choices %}
                {{ 'policies' if choice == column else 'chosen' }}.{{ choice }},
            {% endfor %}
            '{{ rule }}' as rule_name

        from policies

        cross join chosen

        where policies.{{ column }} != chosen.{{ column }}

        {{ 'union all' if not loop.last }}
    {% endfor %}

),

variants as (

    select
        policy_name,
        label,
        cast(null as varchar) as rule_name,
        is_chosen,
        {{ choices | join(', ') }}

    from policies

    union all

    select
        cast(null as varchar) as policy_name,
        cast(null as varchar) as label,
        rule_name,
        false as is_chosen,
        {{ choices | join(', ') }}

    from single_rules

),

numbered as (

    select
        row_number() over (
            order by
                is_chosen desc,
                case when rule_name is null then 0 else 1 end,
                policy_name, rule_name, {{ choices | join(', ') }}
        ) - 1 as policy_variant_id,
        *

    from variants

)

select
    *,
    {{ interval_factors() }}

from numbered
