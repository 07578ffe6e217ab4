with

spans as (

    select * from {{ ref('int_activation_spans') }}

),

origins as (

    select * from {{ ref('int_activation_step_origins') }}

),

times as (

    select * from {{ ref('int_activation_times') }}

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

    from spans

    group by 1, 2, 3, 4, 5

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
        origins.step_name,

        -- the step
        origins.step_number,
        origins.step_label,
        origins.window_days,

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

    inner join origins
        on completed.step_number = origins.step_number

    left join times
        on completed.month_start = times.month_start
        and completed.breakdown = times.breakdown
        and completed.breakdown_value = times.breakdown_value
        and completed.step_number = times.step_number

)

select * from final
