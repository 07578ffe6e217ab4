with

influencers as (

    select * from {{ ref('int_metric_influencers') }}

),

metric_months as (

    select * from {{ ref('int_metric_months') }}

),

months as (

    select * from {{ ref('months') }}

),

{{ driver_periods() }},

-- How an outcome and its influencer go together, month by month, the outcome up to six months later.
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

),

lags as (

    select numbers.lag_months
    from (values (0), (1), (2), (3), (4), (5), (6)) as numbers (lag_months)

),

hypotheses as (

    select
        influencers.outcome_metric,
        influencers.influencer_metric,
        influencers.expected_sign,
        influencers.expected_lag_months,
        periods.period,
        periods.is_complete,
        lags.lag_months

    from influencers

    cross join periods

    cross join lags

),

ever_known as (

    select distinct metric_name from metric_months

),

joined as (

    select
        hypotheses.*,
        outcomes.metric_name is not null as is_outcome_known,
        earlier.metric_name is not null as is_influencer_known,
        coalesce(correlations.month_count, 0) as month_count,
        correlations.rank_correlation as any_correlation,
        case when correlations.month_count >= 12 then correlations.rank_correlation end as rank_correlation

    from hypotheses

    left join ever_known as outcomes
        on hypotheses.outcome_metric = outcomes.metric_name

    left join ever_known as earlier
        on hypotheses.influencer_metric = earlier.metric_name

    left join correlations
        on hypotheses.outcome_metric = correlations.outcome_metric
        and hypotheses.influencer_metric = correlations.influencer_metric
        and hypotheses.period = correlations.period
        and hypotheses.lag_months = correlations.lag_months

),

final as (

    select
        -- grain
        outcome_metric,
        influencer_metric,
        period,
        lag_months,

        lag_months = expected_lag_months as is_expected_lag,
        expected_sign,
        month_count,
        rank_correlation,
        {{ rank_correlation_bound('rank_correlation', 'month_count', '-') }} as correlation_lower,
        {{ rank_correlation_bound('rank_correlation', 'month_count', '+') }} as correlation_upper,
        case
            when rank_correlation is not null then null
            when not is_outcome_known then 'the outcome has no value in any month'
            when not is_influencer_known then 'the influencer has no value in any month'
            when month_count < 12 then 'fewer than 12 months'
            when any_correlation is null then 'one of the two never changes'
        end as no_correlation_reason,
        is_complete

    from joined

)

select * from final
