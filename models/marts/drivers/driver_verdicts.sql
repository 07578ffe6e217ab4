with

influencers as (

    select * from {{ ref('int_metric_influencers') }}

),

correlations as (

    select * from {{ ref('driver_analysis') }}
    where is_expected_lag

),

differences as (

    select * from {{ ref('int_driver_differences') }}

),

metric_months as (

    select * from {{ ref('int_metric_months') }}

),

months as (

    select * from {{ ref('months') }}

),

{{ driver_periods() }},

moved as (

    select
        metric_months.metric_name,
        periods.period,
        min(metric_months.metric_value) < max(metric_months.metric_value) as is_moving

    from metric_months

    inner join periods
        on metric_months.month_start between periods.first_month and periods.last_month

    group by metric_months.metric_name, periods.period

),

joined as (

    select
        influencers.*,
        correlations.period,
        correlations.is_complete,
        correlations.month_count,
        correlations.rank_correlation,
        correlations.correlation_lower,
        correlations.correlation_upper,
        correlations.no_correlation_reason,
        coalesce(differences.qualifying_account_count, 0) as with_account_count,
        coalesce(differences.other_account_count, 0) as without_account_count,
        differences.qualifying_mean as with_mean,
        differences.other_mean as without_mean,
        coalesce(
            least(differences.qualifying_account_count, differences.other_account_count)
            >= {{ setting('north_star_minimum_accounts') }}
            and differences.standard_error is not null, false
        ) as is_enough,
        differences.difference,
        differences.standard_error,
        coalesce(moved.is_moving, false) as is_outcome_moving

    from influencers

    inner join correlations
        on influencers.outcome_metric = correlations.outcome_metric
        and influencers.influencer_metric = correlations.influencer_metric

    left join differences
        on influencers.account_measure = differences.account_measure
        and influencers.account_outcome = differences.account_outcome
        and influencers.horizon_months = differences.horizon_months
        and correlations.period = differences.period

    left join moved
        on influencers.outcome_metric = moved.metric_name
        and correlations.period = moved.period

),

with_interval as (

    select
        *,
        case when is_enough then difference end as shown_difference,
        case when is_enough then difference - 1.96 * standard_error end as difference_lower,
        case when is_enough then difference + 1.96 * standard_error end as difference_upper

    from joined

),

-- The direction in which each of the two is significant: 1, -1, or 0 if the interval contains 0. A perfect correlation
-- has no interval.
with_sides as (

    select
        *,
        case
            when rank_correlation is null then null
            when coalesce(correlation_lower, rank_correlation) > 0 then 1
            when coalesce(correlation_upper, rank_correlation) < 0 then -1
            else 0
        end * expected_sign as months_say,
        case
            when shown_difference is null then null
            when difference_lower > 0 then 1
            when difference_upper < 0 then -1
            else 0
        end * expected_sign as accounts_say

    from with_interval

),

-- Accounts decide if there are enough, and months may contradict them; otherwise months alone decide.
with_holding as (

    select
        *,
        case
            when accounts_say is null then months_say = 1
            else accounts_say = 1 and coalesce(months_say, 0) >= 0
        end as is_holding

    from with_sides

),

with_others as (

    select
        *,
        max(case when is_holding then 1 else 0 end) over (partition by outcome_metric, period) = 1 as is_any_holding

    from with_holding

),

final as (

    select
        -- grain
        outcome_metric,
        influencer_metric,
        period,

        -- the hypothesis
        hypothesis,
        owner,
        expected_sign,
        expected_lag_months,
        reviewed_on,

        -- the verdict
        case
            when is_holding is null then 'not enough data'
            when is_holding then 'holds'
            when is_any_holding or not is_outcome_moving then 'does not hold'
            else 'outcome moves without its influencers'
        end as verdict,
        case
            when is_holding is null and account_measure is null then 'too few months; accounts are not compared'
            when is_holding is null then 'too few months, and too few accounts on one side'
            when is_holding and accounts_say is null
                then 'the months go together as expected; accounts are not compared'
            when is_holding and months_say = 1 then 'accounts differ as expected, and the months go together'
            when is_holding then 'accounts differ as expected'
            when accounts_say = 1 then 'accounts differ as expected, but the months go the other way'
            when accounts_say = -1 then 'accounts differ the other way'
            when months_say = -1 then 'the months go the other way'
            when accounts_say = 0 then 'accounts with it fare no differently beyond doubt'
            else 'the months do not go together beyond doubt'
        end
        || case
            when is_holding is not null and not is_any_holding and is_outcome_moving
                then '; so it is with all its influencers: look for something unmeasured, or a delay'
            else ''
        end as reason,

        -- months
        month_count,
        rank_correlation,
        correlation_lower,
        correlation_upper,
        no_correlation_reason,

        -- accounts
        account_measure,
        account_outcome,
        case when account_measure is not null then horizon_months end as horizon_months,
        with_account_count,
        without_account_count,
        with_mean,
        without_mean,
        shown_difference as difference,
        difference_lower,
        difference_upper,

        is_complete

    from with_others

)

select * from final
