-- How an outcome and its influencer go together, month by month, the outcome up to six months later.
with

influencers as (

    select * from {{ ref('int_metric_influencers') }}

),

metric_months as (

    select * from {{ ref('int_metric_months') }}

),

periods as (

    select * from {{ ref('int_driver_periods') }}

),

with_lag as (

    select
        influencers.outcome_metric,
        influencers.influencer_metric,
        outcomes.month_start,
        outcomes.metric_value as outcome_value,
        earlier.metric_value as influencer_value,
        {{ dbt.datediff('earlier.month_start', 'outcomes.month_start', 'month') }} as lag_months  -- noqa: LT05

    from influencers

    inner join metric_months as outcomes
        on influencers.outcome_metric = outcomes.metric_name

    inner join metric_months as earlier
        on influencers.influencer_metric = earlier.metric_name
        and outcomes.month_start >= earlier.month_start

),

-- A pair belongs to the period of its outcome.
pairs as (

    select
        with_lag.outcome_metric,
        with_lag.influencer_metric,
        periods.period,
        with_lag.lag_months,
        with_lag.influencer_value,
        with_lag.outcome_value

    from with_lag

    inner join periods
        on with_lag.month_start between periods.first_month and periods.last_month

    where with_lag.lag_months <= 6

),

correlations as (

    {{ rank_correlations(
        'pairs', ['outcome_metric', 'influencer_metric', 'period', 'lag_months'], 'influencer_value', 'outcome_value'
    ) }}

)

select * from correlations
