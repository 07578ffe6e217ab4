{#- Incremental by day. -#}
{{ config(
    materialized='incremental',
    incremental_strategy='append',
    on_schema_change='fail',
    pre_hook="{{ forget_other_versions('day_version', ref('int_counted_days')) }}",
) }}
with

counted_days as (

    select * from {{ ref('int_counted_days') }}
    where {{ not_made_yet('day_version') }}

),

events as (

    select * from {{ ref('int_counted_events') }}

)

select
    counted_days.day_version,
    events.date_day,
    events.account_number,
    events.user_number,
    count(*) as event_count,
    sum(events.quantity) as quantity

from events

inner join counted_days
    on events.date_day = counted_days.date_day

group by 1, 2, 3, 4
