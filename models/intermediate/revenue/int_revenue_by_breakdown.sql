{%- set amounts = [
    'opening_mrr', 'new_mrr', 'reactivation_mrr', 'expansion_mrr', 'contraction_mrr', 'churned_mrr', 'fx_mrr',
    'closing_mrr', 'net_new_mrr', 'gained_mrr', 'lost_mrr', 'net_lost_mrr',
] -%}
{%- set counts = [
    'opening_account_count', 'paying_account_count', 'new_account_count', 'reactivated_account_count',
    'churned_account_count', 'voluntary_churned_account_count', 'involuntary_churned_account_count',
    'intra_month_churn_count',
] -%}
with

movements as (

    select * from {{ ref('mrr_movements') }}

),

profiles as (

    select * from {{ ref('int_account_profiles') }}

),

breakdowns as (

    select * from {{ ref('int_profile_breakdowns') }}

),

by_profile as (

    select
        movements.month_start,
        movements.is_complete,
        {% for amount in amounts %}
            sum(movements.{{ amount }}) as {{ amount }},
        {% endfor %}
        {% for count in counts %}
            sum(movements.{{ count }}) as {{ count }},
        {% endfor %}
        profiles.profile_id

    from movements

    inner join profiles
        on movements.account_id = profiles.account_id

    group by movements.month_start, movements.is_complete, profiles.profile_id

),

by_breakdown as (

    select
        by_profile.month_start,
        by_profile.is_complete,
        {% for amount in amounts %}
            cast(sum(by_profile.{{ amount }}) as decimal(38, 6)) as {{ amount }},
        {% endfor %}
        {% for count in counts %}
            cast(sum(by_profile.{{ count }}) as bigint) as {{ count }},
        {% endfor %}
        breakdowns.breakdown,
        breakdowns.breakdown_value

    from by_profile

    inner join breakdowns
        on by_profile.profile_id = breakdowns.profile_id

    group by by_profile.month_start, by_profile.is_complete, breakdowns.breakdown, breakdowns.breakdown_value

)

select * from by_breakdown
