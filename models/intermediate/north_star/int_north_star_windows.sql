-- The windows of each measure. A window has another version when anything is that its measures are made of: the days'
-- events, the sign-ups, what is asked. What it had measured stays otherwise.
with

condition_events as (

    select * from {{ ref('int_north_star_condition_events') }}

),

periods as (

    select * from {{ ref('int_north_star_periods') }}

),

days as (

    select * from {{ ref('days') }}

),

counted_days as (

    select * from {{ ref('int_counted_days') }}

),

sign_ups as (

    select * from {{ ref('int_sign_ups') }}

),

-- A sign-up is an event of its own day.
signed_up as (

    select
        entity,
        created_date,
        sum(hash(entity_number, created_date)) as sign_up_sum

    from sign_ups

    group by 1, 2

),

signed_up_days as (

    select
        created_date,
        sum(sign_up_sum) as sign_up_sum

    from signed_up

    group by 1

),

signed_up_months as (

    select
        entity,
        cast({{ dbt.date_trunc('month', 'created_date') }} as date) as month_start,
        sum(sign_up_sum) as sign_up_sum

    from signed_up

    group by 1, 2

),

day_versions as (

    select
        days.date_day,
        hash(counted_days.day_version, signed_up_days.sign_up_sum) as day_version

    from days

    left join counted_days
        on days.date_day = counted_days.date_day

    left join signed_up_days
        on days.date_day = signed_up_days.created_date

),

-- Those of a sign-up month reach until the last window that begins in it ends.
windows as (

    select distinct
        condition_events.measure_id,
        condition_events.entity,
        condition_events.aggregate,
        condition_events.event_names,
        condition_events.window_unit,
        condition_events.window_days,
        periods.period_start,
        periods.last_counted_date

    from condition_events

    inner join periods
        on condition_events.definition_id = periods.definition_id

),

with_days as (

    select
        windows.measure_id,
        windows.period_start,
        sum(day_versions.day_version) as day_sum

    from windows

    inner join day_versions
        on windows.period_start <= day_versions.date_day
        and windows.last_counted_date >= day_versions.date_day

    group by 1, 2

)

select
    windows.measure_id,
    windows.entity,
    windows.aggregate,
    windows.window_unit,
    windows.window_days,
    windows.period_start,
    windows.last_counted_date,
    hash(
        windows.entity, windows.aggregate, windows.event_names, windows.window_unit, windows.window_days,
        windows.period_start, with_days.day_sum, signed_up_months.sign_up_sum,
        {{ code_version(['int_north_star_measures'], [used_in_windows('')]) }}
    ) as window_version

from windows

inner join with_days
    on windows.measure_id = with_days.measure_id
    and windows.period_start = with_days.period_start

left join signed_up_months
    on windows.window_unit = 'since_sign_up'
    and windows.entity = signed_up_months.entity
    and windows.period_start = signed_up_months.month_start
