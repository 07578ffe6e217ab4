{#- Read by one model only, so it is not worth writing down. -#}
{{ config(materialized='view') }}

with

usage as (

    select * from {{ ref('int_north_star_usage') }}

),

windows as (

    select * from {{ ref('int_north_star_windows') }}

),

sign_ups as (

    select * from {{ ref('int_north_star_sign_ups') }}

),

-- Not how many definitions there are makes the rows, but how many kinds of window.
asked as (

    select
        entity,
        measured_kind,
        window_unit,
        event_name,
        max(window_days) as most_window_days

    from {{ ref('int_north_star_condition_events') }}

    group by 1, 2, 3, 4

),

of_calendar_windows as (

    select
        usage.entity,
        usage.measured_kind,
        windows.window_unit,
        usage.event_name,
        windows.period_start,
        cast(null as integer) as day_number,
        usage.entity_id,
        usage.thing,
        sum(usage.event_count) as event_count,
        sum(usage.quantity) as quantity

    from usage

    inner join asked
        on usage.entity = asked.entity
        and usage.measured_kind = asked.measured_kind
        and usage.event_name = asked.event_name

    inner join windows
        on asked.window_unit = windows.window_unit
        and usage.date_day = windows.date_day

    where windows.window_unit != 'since_sign_up'

    group by 1, 2, 3, 4, 5, 6, 7, 8

),

-- The day of the sign-up is the first day.
of_first_days as (

    select
        usage.entity,
        usage.measured_kind,
        asked.window_unit,
        usage.event_name,
        cast({{ dbt.date_trunc('month', 'sign_ups.created_date') }} as date) as period_start,
        cast({{ dbt.datediff('sign_ups.created_date', 'usage.date_day', 'day') }} as integer) + 1 as day_number,  -- noqa: LT05
        usage.entity_id,
        usage.thing,
        usage.event_count,
        usage.quantity

    from usage

    inner join asked
        on usage.entity = asked.entity
        and usage.measured_kind = asked.measured_kind
        and usage.event_name = asked.event_name

    inner join sign_ups
        on usage.entity = sign_ups.entity
        and usage.entity_id = sign_ups.entity_id
        and usage.date_day >= sign_ups.created_date
        and usage.date_day < {{ dbt.dateadd('day', 'asked.most_window_days', 'sign_ups.created_date') }}

    where asked.window_unit = 'since_sign_up'

)

select * from of_calendar_windows

union all

select * from of_first_days
