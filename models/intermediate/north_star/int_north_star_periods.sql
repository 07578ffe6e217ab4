with

definitions as (

    select * from {{ ref('int_north_star_definitions') }}

),

days as (

    select * from {{ ref('days') }}

),

usage as (

    select min(date_day) as first_day from {{ ref('int_counted_events') }}

),

units as (

    select distinct window_unit from definitions

),

-- The month of the sign-up is the period of a window since sign-up.
unit_days as (

    select
        units.window_unit,
        {{ window_start('units.window_unit', 'days.date_day') }} as period_start,
        {{ window_start('units.window_unit', 'usage.first_day') }} as first_period_start

    from units

    cross join days

    cross join usage

),

-- Without any event there is no first window, and no row.
windows as (

    select distinct
        window_unit,
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

    where period_start >= first_period_start

),

-- The windows of a month's sign-ups are over when that of its last day is.
definition_periods as (

    select
        definitions.definition_id,
        definitions.definition_name,
        definitions.definition_version,
        definitions.label,
        definitions.entity,
        definitions.window_unit,
        definitions.window_days,
        definitions.population,
        definitions.population_id,
        definitions.reports,
        definitions.is_active,
        definitions.is_primary,
        definitions.condition_count,
        windows.period_start,
        windows.period_end,
        windows.period_start >= definitions.valid_from
        and (definitions.valid_to is null or windows.period_start < definitions.valid_to) as is_in_force,
        cast(
            {{ dbt.dateadd('day', 'coalesce(definitions.window_days, 1) - 2', 'windows.period_end') }} as date
        ) as last_date

    from definitions

    inner join windows
        on definitions.window_unit = windows.window_unit

),

periods as (

    select
        * exclude (last_date),
        least(last_date, {{ setting('as_of') }}) as last_counted_date,
        last_date <= {{ setting('as_of') }} as is_complete,
        lag(period_start) over (partition by definition_id order by period_start) as previous_period_start,
        lead(period_start) over (partition by definition_id order by period_start) as next_period_start

    from definition_periods

)

select * from periods
