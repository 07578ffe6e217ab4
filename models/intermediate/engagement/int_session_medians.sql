-- Sessions of equal length are counted first, so that a median needs no list of all sessions.
with

sessions as (

    select * from {{ ref('int_sessions') }}

),

profiles as (

    select * from {{ ref('int_account_profiles') }}

),

breakdowns as (

    select * from {{ ref('int_profile_breakdowns') }}

),

by_profile as (

    select
        cast({{ dbt.date_trunc('month', 'sessions.started_date') }} as date) as month_start,
        profiles.profile_id,
        sessions.session_seconds,
        count(*) as session_count

    from sessions

    inner join profiles
        on sessions.account_id = profiles.account_id

    group by 1, 2, 3

),

by_breakdown as (

    select
        by_profile.month_start,
        breakdowns.breakdown,
        breakdowns.breakdown_value,
        by_profile.session_seconds,
        cast(sum(by_profile.session_count) as bigint) as session_count

    from by_profile

    inner join breakdowns
        on by_profile.profile_id = breakdowns.profile_id

    group by 1, 2, 3, 4

),

ranked as (

    select
        *,
        sum(session_count) over (
            partition by month_start, breakdown, breakdown_value
            order by session_seconds
            rows unbounded preceding
        ) as rank_of_last,
        sum(session_count) over (partition by month_start, breakdown, breakdown_value) as all_count

    from by_breakdown

),

-- The middle one, or the mean of the two in the middle.
medians as (

    select
        month_start,
        breakdown,
        breakdown_value,
        cast(
            min(case when 2 * rank_of_last >= all_count then session_seconds end)
            + min(case when 2 * rank_of_last > all_count then session_seconds end)
            as double
        ) / 2 as median_session_seconds

    from ranked

    group by 1, 2, 3

)

select * from medians
