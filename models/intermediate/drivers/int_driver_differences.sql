-- How accounts with an influencer fared beside the others, by the year of the outcome and altogether.
with

wanted as (

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

    select * from {{ ref('int_driver_outcomes') }}

),

by_year as (

    select
        wanted.account_measure,
        wanted.account_outcome,
        wanted.horizon_months,
        cast(extract(year from outcomes.outcome_month) as varchar) as period,
        measures.history_id,
        cast(sum(case when measures.is_with then outcomes.observation_count else 0 end) as double) as n1,
        cast(sum(case when measures.is_with then outcomes.outcome_sum else 0 end) as double) as s1,
        cast(sum(case when measures.is_with then 0 else outcomes.observation_count end) as double) as n0,
        cast(sum(case when measures.is_with then 0 else outcomes.outcome_sum end) as double) as s0

    from wanted

    inner join measures
        on wanted.account_measure = measures.account_measure

    inner join outcomes
        on wanted.account_outcome = outcomes.account_outcome
        and wanted.horizon_months = outcomes.horizon_months
        and measures.history_id = outcomes.history_id
        and measures.month_start = outcomes.month_start

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
        history_id,
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
