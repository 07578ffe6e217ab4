with

user_months as (

    select * from {{ ref('engagement_user_months') }}

),

profiles as (

    select * from {{ ref('int_account_profiles') }}

),

breakdowns as (

    select * from {{ ref('int_profile_breakdowns') }}

),

medians as (

    select * from {{ ref('int_session_medians') }}

),

months as (

    select * from {{ ref('months') }}

),

breakdown_values as (

    select distinct
        breakdown,
        breakdown_value
    from breakdowns

),

-- A company that does not know its users has no row, rather than nobody.
known as (

    select min(month_start) as first_month from user_months

),

by_profile as (

    select
        user_months.month_start,
        profiles.profile_id,
        count(*) as active_user_count,
        sum(user_months.active_day_count) as active_day_count,
        sum(user_months.key_action_count) as key_action_count,
        sum(user_months.login_count) as login_count,
        sum(user_months.session_count) as session_count,
        sum(user_months.session_seconds) as session_seconds

    from user_months

    inner join profiles
        on user_months.account_id = profiles.account_id

    group by 1, 2

),

by_breakdown as (

    select
        by_profile.month_start,
        breakdowns.breakdown,
        breakdowns.breakdown_value,
        sum(by_profile.active_user_count) as active_user_count,
        sum(by_profile.active_day_count) as active_day_count,
        sum(by_profile.key_action_count) as key_action_count,
        sum(by_profile.login_count) as login_count,
        sum(by_profile.session_count) as session_count,
        sum(by_profile.session_seconds) as session_seconds

    from by_profile

    inner join breakdowns
        on by_profile.profile_id = breakdowns.profile_id

    group by 1, 2, 3

),

dense as (

    select
        months.month_start,
        breakdown_values.breakdown,
        breakdown_values.breakdown_value,
        cast(coalesce(by_breakdown.active_user_count, 0) as bigint) as active_user_count,
        cast(coalesce(by_breakdown.active_day_count, 0) as bigint) as active_day_count,
        cast(coalesce(by_breakdown.key_action_count, 0) as bigint) as key_action_count,
        cast(coalesce(by_breakdown.login_count, 0) as bigint) as login_count,
        cast(coalesce(by_breakdown.session_count, 0) as bigint) as session_count,
        cast(coalesce(by_breakdown.session_seconds, 0) as bigint) as session_seconds,
        medians.median_session_seconds,
        months.is_complete

    from months

    inner join known
        on months.month_start >= known.first_month

    cross join breakdown_values

    left join by_breakdown
        on months.month_start = by_breakdown.month_start
        and breakdown_values.breakdown = by_breakdown.breakdown
        and breakdown_values.breakdown_value = by_breakdown.breakdown_value

    left join medians
        on months.month_start = medians.month_start
        and breakdown_values.breakdown = medians.breakdown
        and breakdown_values.breakdown_value = medians.breakdown_value

)

select * from dense
