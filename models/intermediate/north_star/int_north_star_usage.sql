{#- Read by one model only, so it is not worth writing down. -#}
{{ config(materialized='view') }}

with

usage as (

    select * from {{ ref('int_daily_usage') }}

),

sign_ups as (

    select * from {{ ref('int_north_star_sign_ups') }}

),

asked as (

    select distinct
        entity,
        measured_kind,
        event_name

    from {{ ref('int_north_star_condition_events') }}

),

-- One row per entity, day and event name: users are summed away where accounts are asked for. Days are found in it.
amounts as (

    select
        asked.entity,
        asked.measured_kind,
        case when asked.entity = 'account' then usage.account_id else usage.user_id end as entity_id,
        usage.date_day,
        usage.event_name,
        case when asked.measured_kind = 'distinct_days' then cast(usage.date_day as varchar) end as thing,
        sum(usage.event_count) as event_count,
        sum(usage.quantity) as quantity

    from usage

    inner join asked
        on usage.event_name = asked.event_name

    where asked.measured_kind in ('amount', 'distinct_days')

    group by 1, 2, 3, 4, 5, 6

),

-- Distinct counts are dear, so only conditions that ask for them pay.
things as (

    select
        asked.entity,
        asked.measured_kind,
        case when asked.entity = 'account' then usage.account_id else usage.user_id end as entity_id,
        usage.date_day,
        usage.event_name,
        case when asked.measured_kind = 'distinct_users' then usage.user_id else usage.object_id end as thing

    from usage

    inner join asked
        on usage.event_name = asked.event_name

    where asked.measured_kind in ('distinct_users', 'distinct_objects')

    group by 1, 2, 3, 4, 5, 6

),

signed_up as (

    select
        sign_ups.entity,
        asked.measured_kind,
        sign_ups.entity_id,
        sign_ups.created_date as date_day,
        asked.event_name,
        case when asked.measured_kind = 'distinct_days' then cast(sign_ups.created_date as varchar) end as thing

    from sign_ups

    inner join asked
        on sign_ups.entity = asked.entity
        and asked.event_name = '(' || sign_ups.entity || '_signed_up)'

)

select * from amounts
where entity_id is not null

union all

select
    *,
    cast(null as bigint) as event_count,
    cast(null as decimal(38, 6)) as quantity

from things

where entity_id is not null

union all

select
    *,
    1 as event_count,
    cast(null as decimal(38, 6)) as quantity

from signed_up
