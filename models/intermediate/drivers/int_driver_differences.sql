-- How accounts with an influencer fared compared with the others, by the year of the outcome and overall.
with

influencers as (

    select distinct
        account_measure,
        account_outcome,
        horizon_months
    from {{ ref('int_metric_influencers') }}
    where account_measure is not null

),

measures as (

    select * from {{ ref('int_account_measures') }}

),

outcomes as (

    select
        *,
        cast({{ dbt.dateadd('month', 'horizon_months', 'month_start') }} as date) as outcome_month

    from {{ ref('int_account_outcomes') }}

),

north_star_months as (

    select * from {{ ref('int_north_star_account_months') }}

),

-- What became of accounts, as the outcome metrics define it for one account: how often it could happen, and how often
-- it did.
all_outcomes as (

    {% for name, count, sum in [
        ('churned', 'retained_count', 'retained_count - retained_sum'),
        ('not_renewed', 'renewed_count', 'renewed_count - renewed_sum'),
        ('expanded', 'expanded_count', 'expanded_sum'),
        ('nps', 'nps_count', 'nps_sum'),
    ] %}
        select
            account_id,
            month_start,
            horizon_months,
            outcome_month,
            '{{ name }}' as account_outcome,
            {{ count }} as observation_count,
            {{ sum }} as outcome_sum
        from outcomes
        where {{ count }} > 0

        union all
    {% endfor %}

    select
        outcomes.account_id,
        outcomes.month_start,
        outcomes.horizon_months,
        outcomes.outcome_month,
        'north_star' as account_outcome,
        1 as observation_count,
        case when north_star_months.met_count > 0 then 1 else 0 end as outcome_sum
    from outcomes
    inner join north_star_months
        on outcomes.account_id = north_star_months.account_id
        and outcomes.outcome_month = north_star_months.month_start

),

by_year as (

    select
        influencers.account_measure,
        influencers.account_outcome,
        influencers.horizon_months,
        cast(extract(year from all_outcomes.outcome_month) as varchar) as period,
        measures.account_id,
        cast(sum(case when measures.is_with then all_outcomes.observation_count else 0 end) as double) as n1,
        cast(sum(case when measures.is_with then all_outcomes.outcome_sum else 0 end) as double) as s1,
        cast(sum(case when measures.is_with then 0 else all_outcomes.observation_count end) as double) as n0,
        cast(sum(case when measures.is_with then 0 else all_outcomes.outcome_sum end) as double) as s0

    from influencers

    inner join measures
        on influencers.account_measure = measures.account_measure

    inner join all_outcomes
        on influencers.account_outcome = all_outcomes.account_outcome
        and influencers.horizon_months = all_outcomes.horizon_months
        and measures.account_id = all_outcomes.account_id
        and measures.month_start = all_outcomes.month_start

    group by 1, 2, 3, 4, 5

),

by_period as (

    select * from by_year

    union all

    select
        account_measure,
        account_outcome,
        horizon_months,
        'all' as period,
        account_id,
        sum(n1) as n1,
        sum(s1) as s1,
        sum(n0) as n0,
        sum(s0) as s0
    from by_year
    group by 1, 2, 3, 4, 5

),

differences as (

    {{ clustered_differences('by_period', ['account_measure', 'account_outcome', 'horizon_months', 'period']) }}

)

select * from differences
