with

definitions as (

    select * from {{ ref('int_north_star_definitions') }}

),

days as (

    select * from {{ ref('days') }}

),

usage as (

    select min(date_day) as first_day from {{ ref('int_daily_usage') }}

),

-- One row per definition and day: the one place where a day finds its window.
definition_days as (

    select
        definitions.*,
        days.date_day,
        case definitions.window_unit
            when 'day' then days.date_day
            when 'week' then days.week_start
            when 'month' then days.month_start
            when 'quarter' then days.quarter_start
        end as period_start,
        case definitions.window_unit
            when 'day' then usage.first_day
            when 'week' then {{ dbt.date_trunc('week', 'usage.first_day') }}
            when 'month' then {{ dbt.date_trunc('month', 'usage.first_day') }}
            when 'quarter' then {{ dbt.date_trunc('quarter', 'usage.first_day') }}
        end as first_period_start

    from definitions

    cross join days

    cross join usage

),

with_period_end as (

    select
        definition_id,
        definition_name,
        definition_version,
        entity,
        window_unit,
        population,
        is_primary,
        condition_count,
        date_day,
        period_start,
        cast(
            case window_unit
                when 'day' then {{ dbt.dateadd('day', 1, 'period_start') }}
                when 'week' then {{ dbt.dateadd('day', 7, 'period_start') }}
                when 'month' then {{ dbt.dateadd('month', 1, 'period_start') }}
                when 'quarter' then {{ dbt.dateadd('month', 3, 'period_start') }}
            end as date
        ) as period_end,
        max(date_day) over (partition by definition_name, definition_version, period_start) as last_counted_date,
        period_start >= valid_from and (valid_to is null or period_start < valid_to) as is_in_force

    from definition_days

    -- Without any event there is no first window, and no row.
    where period_start >= first_period_start

),

windows as (

    select
        *,
        {{ dbt.dateadd('day', 1, 'last_counted_date') }} >= period_end as is_complete

    from with_period_end

)

select * from windows
