{#- Read by one model only, so it is not worth writing down. -#}
{{ config(materialized='view') }}

with

usage as (

    select * from {{ ref('int_north_star_window_usage') }}

),

condition_events as (

    select * from {{ ref('int_north_star_condition_events') }}

),

-- Each thing once per window, however many of the condition's events show it; amounts have no things.
by_thing as (

    select
        condition_events.condition_id,
        condition_events.definition_id,
        condition_events.aggregate,
        usage.period_start,
        usage.entity_id,
        usage.thing,
        sum(usage.event_count) as event_count,
        sum(usage.quantity) as quantity

    from usage

    inner join condition_events
        on usage.entity = condition_events.entity
        and usage.measured_kind = condition_events.measured_kind
        and usage.window_unit = condition_events.window_unit
        and usage.event_name = condition_events.event_name
        and (usage.day_number is null or usage.day_number <= condition_events.window_days)

    group by
        condition_events.condition_id,
        condition_events.definition_id,
        condition_events.aggregate,
        usage.period_start,
        usage.entity_id,
        usage.thing

),

measured as (

    select
        condition_id,
        definition_id,
        period_start,
        entity_id,
        case aggregate
            when 'count' then sum(event_count)
            when 'sum_quantity' then sum(quantity)
            else count(thing)
        end as measured_value

    from by_thing

    group by condition_id, definition_id, period_start, entity_id, aggregate

)

select
    condition_id,
    definition_id,
    period_start,
    entity_id,
    cast(coalesce(measured_value, 0) as decimal(38, 6)) as measured_value

from measured
