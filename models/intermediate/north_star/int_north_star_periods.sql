with

definitions as (

    select * from {{ ref('int_north_star_definitions') }}

),

windows as (

    select distinct
        window_unit,
        period_start,
        period_end

    from {{ ref('int_north_star_windows') }}

),

-- The windows of those who signed up in a month are over when that of the last day's is.
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
        *,
        least(last_date, {{ setting('as_of') }}) as last_counted_date,
        last_date <= {{ setting('as_of') }} as is_complete,
        lag(period_start) over (partition by definition_id order by period_start) as previous_period_start,
        lead(period_start) over (partition by definition_id order by period_start) as next_period_start

    from definition_periods

)

select
    definition_id,
    definition_name,
    definition_version,
    label,
    entity,
    window_unit,
    window_days,
    population,
    reports,
    is_active,
    is_primary,
    is_in_force,
    condition_count,
    period_start,
    period_end,
    previous_period_start,
    next_period_start,
    last_counted_date,
    is_complete

from periods
