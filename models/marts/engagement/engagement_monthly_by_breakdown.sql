with

user_months as (

    select * from {{ ref('engagement_user_months') }}

),

sessions as (

    select * from {{ ref('sessions') }}

),

profiles as (

    select * from {{ ref('int_account_profiles') }}

),

months as (

    select * from {{ ref('months') }}

),

breakdown_values as (

    select {{ breakdown_columns() }}
    from profiles
    group by {{ breakdown_sets() }}

),

-- A company whose events name no users has no rows, rather than zeros.
known as (

    select min(month_start) as first_month from user_months

),

by_breakdown as (

    select
        month_start,
        {{ breakdown_columns() }},
        sum(active_user_count) as active_user_count,
        sum(active_day_count) as active_day_count,
        sum(key_action_count) as key_action_count,
        sum(login_count) as login_count,
        sum(session_count) as session_count,
        sum(session_seconds) as session_seconds

    from user_months

    group by {{ breakdown_sets(['month_start']) }}

),

session_months as (

    select
        *,
        cast({{ dbt.date_trunc('month', 'started_date') }} as date) as month_start
    from sessions

),

medians as (

    select
        month_start,
        {{ breakdown_columns() }},
        median(session_seconds) as median_session_seconds

    from session_months

    group by {{ breakdown_sets(['month_start']) }}

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

),

with_minutes as (

    select
        *,
        session_seconds / 60.0 as session_minutes
    from dense

),

with_rates as (

    select
        *,
        cast(key_action_count as double) / nullif(active_user_count, 0) as key_actions_per_user,
        cast(login_count as double) / nullif(active_user_count, 0) as logins_per_user,
        cast(session_count as double) / nullif(active_user_count, 0) as sessions_per_user,
        cast(session_minutes as double) / nullif(active_user_count, 0) as session_minutes_per_user,
        cast(active_day_count as double) / nullif(active_user_count, 0) as active_days_per_user,
        cast(session_seconds as double) / nullif(session_count, 0) as mean_session_seconds

    from with_minutes

),

with_previous as (

    select
        *,
        lag(key_actions_per_user) over by_month as previous_key_actions_per_user,
        lag(logins_per_user) over by_month as previous_logins_per_user,
        lag(sessions_per_user) over by_month as previous_sessions_per_user,
        lag(session_minutes_per_user) over by_month as previous_session_minutes_per_user,
        lag(active_days_per_user) over by_month as previous_active_days_per_user,
        lag(mean_session_seconds) over by_month as previous_mean_session_seconds,
        lag(median_session_seconds) over by_month as previous_median_session_seconds

    from with_rates

    window by_month as (partition by breakdown, breakdown_value order by month_start)

),

final as (

    select
        -- grain
        month_start,
        breakdown,
        breakdown_value,

        -- sums
        active_user_count,
        active_day_count,
        key_action_count,
        login_count,
        session_count,
        session_seconds,
        session_minutes,

        -- per active user or session, with the change against the month before
        key_actions_per_user,
        key_actions_per_user - previous_key_actions_per_user as key_actions_per_user_change,
        (key_actions_per_user - previous_key_actions_per_user)
        / nullif(abs(previous_key_actions_per_user), 0) as key_actions_per_user_change_rate,
        logins_per_user,
        logins_per_user - previous_logins_per_user as logins_per_user_change,
        (logins_per_user - previous_logins_per_user)
        / nullif(abs(previous_logins_per_user), 0) as logins_per_user_change_rate,
        sessions_per_user,
        sessions_per_user - previous_sessions_per_user as sessions_per_user_change,
        (sessions_per_user - previous_sessions_per_user)
        / nullif(abs(previous_sessions_per_user), 0) as sessions_per_user_change_rate,
        session_minutes_per_user,
        session_minutes_per_user - previous_session_minutes_per_user as session_minutes_per_user_change,
        (session_minutes_per_user - previous_session_minutes_per_user)
        / nullif(abs(previous_session_minutes_per_user), 0) as session_minutes_per_user_change_rate,
        active_days_per_user,
        active_days_per_user - previous_active_days_per_user as active_days_per_user_change,
        (active_days_per_user - previous_active_days_per_user)
        / nullif(abs(previous_active_days_per_user), 0) as active_days_per_user_change_rate,
        mean_session_seconds,
        mean_session_seconds - previous_mean_session_seconds as mean_session_seconds_change,
        (mean_session_seconds - previous_mean_session_seconds)
        / nullif(abs(previous_mean_session_seconds), 0) as mean_session_seconds_change_rate,
        median_session_seconds,
        median_session_seconds - previous_median_session_seconds as median_session_seconds_change,
        (median_session_seconds - previous_median_session_seconds)
        / nullif(abs(previous_median_session_seconds), 0) as median_session_seconds_change_rate,

        is_complete

    from with_previous

)

select * from final
