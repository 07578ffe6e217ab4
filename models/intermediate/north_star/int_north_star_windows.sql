with

units as (

    select distinct window_unit from {{ ref('int_north_star_definitions') }}

),

days as (

    select * from {{ ref('days') }}

),

usage as (

    select min(first_date) as first_day from {{ ref('int_north_star_event_names') }}
    where not is_sign_up

),

-- One row per kind of window and day: the one place where a day finds its window. Who signed up in a month is a period.
unit_days as (

    select
        units.window_unit,
        days.date_day,
        case units.window_unit
            when 'day' then days.date_day
            when 'week' then days.week_start
            when 'quarter' then days.quarter_start
            else days.month_start
        end as period_start,
        case units.window_unit
            when 'day' then usage.first_day
            when 'week' then {{ dbt.date_trunc('week', 'usage.first_day') }}
            when 'quarter' then {{ dbt.date_trunc('quarter', 'usage.first_day') }}
            else {{ dbt.date_trunc('month', 'usage.first_day') }}
        end as first_period_start

    from units

    cross join days

    cross join usage

)

select
    window_unit,
    date_day,
    period_start,
    cast(
        case window_unit
            when 'day' then {{ dbt.dateadd('day', 1, 'period_start') }}
            when 'week' then {{ dbt.dateadd('day', 7, 'period_start') }}
            when 'quarter' then {{ dbt.dateadd('month', 3, 'period_start') }}
            else {{ dbt.dateadd('month', 1, 'period_start') }}
        end as date
    ) as period_end

from unit_days

-- Without any event there is no first window, and no row.
where period_start >= first_period_start
