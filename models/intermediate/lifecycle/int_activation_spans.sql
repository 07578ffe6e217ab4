-- How many accounts of a cohort reached a step, or were last seen without it, how many days after they signed up.
with

outcomes as (

    select * from {{ ref('int_account_step_outcomes') }}

),

parts as (

    select * from {{ ref('int_profile_parts') }}

),

part_breakdowns as (

    select * from {{ ref('int_profile_part_breakdowns') }}

),

by_part as (

    select
        parts.profile_part_id,
        outcomes.month_start,
        outcomes.step_number,
        outcomes.is_measured,
        outcomes.is_complete,
        coalesce(outcomes.days_to_step, outcomes.observed_days) as age_days,
        count(*) as account_count,
        count(outcomes.days_to_step) as reached_count,
        sum(case when outcomes.is_in_window then 1 else 0 end) as in_window_count,
        sum(case when outcomes.is_in_funnel then 1 else 0 end) as funnel_count,
        sum(case when outcomes.is_in_funnel_before then 1 else 0 end) as funnel_before_count

    from outcomes

    inner join parts
        on outcomes.profile_id = parts.profile_id

    group by 1, 2, 3, 4, 5, 6

),

by_breakdown as (

    select
        part_breakdowns.breakdown,
        part_breakdowns.breakdown_value,
        by_part.month_start,
        by_part.step_number,
        by_part.is_measured,
        by_part.is_complete,
        by_part.age_days,
        cast(sum(by_part.account_count) as bigint) as account_count,
        cast(sum(by_part.reached_count) as bigint) as reached_count,
        cast(sum(by_part.in_window_count) as bigint) as in_window_count,
        cast(sum(by_part.funnel_count) as bigint) as funnel_count,
        cast(sum(by_part.funnel_before_count) as bigint) as funnel_before_count

    from by_part

    inner join part_breakdowns
        on by_part.profile_part_id = part_breakdowns.profile_part_id

    group by 1, 2, 3, 4, 5, 6, 7

)

select * from by_breakdown
