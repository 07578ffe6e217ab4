{#- Nothing but the calendar's and the cohorts' populations, by definition. -#}
{{ config(materialized='view') }}

with

periods as (

    select * from {{ ref('int_north_star_periods') }}

),

of_calendar_windows as (

    select * from {{ ref('int_north_star_calendar_population') }}

),

of_cohorts as (

    select * from {{ ref('int_north_star_cohort_population') }}

)

select
    periods.definition_id,
    periods.period_start,
    of_calendar_windows.group_kind,
    of_calendar_windows.group_id,
    of_calendar_windows.population_count

from periods

inner join of_calendar_windows
    on periods.population = of_calendar_windows.population
    and periods.entity = of_calendar_windows.entity
    and periods.window_unit = of_calendar_windows.window_unit
    and periods.period_start = of_calendar_windows.period_start

where periods.is_active or of_calendar_windows.group_kind = 'breakdown'

union all

select
    periods.definition_id,
    periods.period_start,
    of_cohorts.group_kind,
    of_cohorts.group_id,
    of_cohorts.population_count

from periods

inner join of_cohorts
    on periods.definition_id = of_cohorts.definition_id
    and periods.period_start = of_cohorts.period_start

where periods.is_active or of_cohorts.group_kind = 'breakdown'
