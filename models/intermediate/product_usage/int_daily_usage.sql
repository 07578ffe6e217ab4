{{ config(materialized='view') }}

with

events_by_day as (

    select
        date_day,
        account_id,
        user_id,
        event_name,
        event_count,
        quantity

    from {{ ref('int_events_by_day') }}

    -- The vendor's own staff and bots are no customers.
    where kept_row is null and not is_internal

),

kept_events as (

    select
        date_day,
        account_id,
        user_id,
        event_name,
        1 as event_count,
        quantity

    from {{ ref('int_kept_events') }}

    where rejection_reason is null and not is_internal

),

usage as (

    select * from events_by_day

    union all

    select * from kept_events

)

select * from usage
