with

outcomes as (

    select * from {{ ref('int_account_step_outcomes') }}

),

steps as (

    select * from {{ ref('int_activation_steps') }}

),

profiles as (

    select * from {{ ref('int_account_profiles') }}

),

-- How many accounts of a cohort reached a step, or were last seen without it, how many days after they signed up.
by_age as (

    select
        {{ breakdown_columns() }},
        outcomes.month_start,
        outcomes.step_number,
        outcomes.is_measured,
        outcomes.is_complete,
        outcomes.age_days,
        count(*) as account_count,
        count(outcomes.days_to_step) as reached_count,
        count(case when outcomes.is_in_window then 1 end) as in_window_count,
        count(case when outcomes.is_in_funnel then 1 end) as funnel_count,
        count(case when outcomes.is_in_funnel_before then 1 end) as funnel_before_count

    from outcomes

    inner join profiles
        on outcomes.account_id = profiles.account_id

    group by
        {{ breakdown_sets([
            'outcomes.month_start', 'outcomes.step_number', 'outcomes.is_measured', 'outcomes.is_complete',
            'outcomes.age_days',
        ]) }}

),

-- Kaplan-Meier of the days to each step: an account that has not reached it was observed without it up to as_of, and
-- counts until then.
at_risk as (

    select
        *,
        sum(account_count) over cohort - coalesce(
            sum(account_count) over (
                partition by breakdown, breakdown_value, month_start, step_number
                order by age_days
                rows between unbounded preceding and 1 preceding
            ), 0
        ) as at_risk_count

    from by_age

    where is_measured

    window cohort as (partition by breakdown, breakdown_value, month_start, step_number)

),

-- The product of the shares that had not reached it at each age, as a sum of logarithms; decimals add up to the same in
-- any order, and once all have reached it nobody's logarithm is taken.
curve as (

    select
        breakdown,
        breakdown_value,
        month_start,
        step_number,
        age_days,
        account_count,
        reached_count,
        max(case when reached_count = at_risk_count then 1 else 0 end) over so_far = 1 as is_reached_by_all,
        sum(
            cast(ln(nullif(1 - cast(reached_count as double) / at_risk_count, 0)) as decimal(20, 17))
        ) over so_far as log_not_yet

    from at_risk

    window so_far as (partition by breakdown, breakdown_value, month_start, step_number order by age_days)

),

-- One half, give or take the rounding of logarithms.
times as (

    select
        breakdown,
        breakdown_value,
        month_start,
        step_number,
        min(
            case when is_reached_by_all or log_not_yet <= ln(cast(0.5 as double)) + 1e-9 then age_days end
        ) as median_days,
        cast(sum(account_count) - sum(reached_count) as bigint) as not_yet_count

    from curve

    group by breakdown, breakdown_value, month_start, step_number

),

cohorts as (

    select
        month_start,
        breakdown,
        breakdown_value,
        step_number,
        is_complete,
        cast(sum(account_count) as bigint) as signed_up_account_count,
        sum(in_window_count) as in_window_count,
        sum(funnel_count) as funnel_count,
        sum(funnel_before_count) as funnel_before_count

    from by_age

    group by month_start, breakdown, breakdown_value, step_number, is_complete

),

-- A cohort whose windows are not all over has not had its chance: no number is better than one that only rises.
completed as (

    select
        *,
        case when is_complete then signed_up_account_count end as cohort_account_count,
        cast(case when is_complete then in_window_count end as bigint) as reached_account_count,
        cast(case when is_complete then funnel_count end as bigint) as funnel_account_count,
        cast(case when is_complete then funnel_before_count end as bigint) as funnel_base_account_count

    from cohorts

),

final as (

    select
        -- grain
        completed.month_start,
        completed.breakdown,
        completed.breakdown_value,
        steps.step_name,

        -- the step
        steps.step_number,
        steps.step_label,
        steps.window_days,

        -- within its window
        completed.signed_up_account_count,
        completed.cohort_account_count,
        completed.reached_account_count,
        cast(completed.reached_account_count as double) / completed.cohort_account_count as step_rate,

        -- with every step before it
        completed.funnel_account_count,
        completed.funnel_base_account_count,
        cast(completed.funnel_account_count as double) / nullif(completed.funnel_base_account_count, 0)
            as funnel_conversion_rate,

        -- how long it takes
        times.median_days as median_days_to_step,
        times.not_yet_count as not_yet_account_count,
        cast(times.not_yet_count as double) / completed.signed_up_account_count as not_yet_share,

        completed.is_complete

    from completed

    inner join steps
        on completed.step_number = steps.step_number

    left join times
        on completed.month_start = times.month_start
        and completed.breakdown = times.breakdown
        and completed.breakdown_value = times.breakdown_value
        and completed.step_number = times.step_number

)

select * from final
