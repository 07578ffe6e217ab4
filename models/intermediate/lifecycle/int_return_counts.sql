-- Of those who did an event in their first days, and of all: how many there are, and how many were there again.
with

starts as (

    select * from {{ ref('int_return_starts') }}

),

daily_usage as (

    select * from {{ ref('int_daily_usage') }}

),

parts as (

    select * from {{ ref('int_profile_parts') }}

),

part_breakdowns as (

    select * from {{ ref('int_profile_part_breakdowns') }}

),

account_events as (

    select distinct
        starts.entity,
        starts.entity_id,
        starts.profile_id,
        starts.returned_count,
        daily_usage.event_name

    from daily_usage

    inner join starts
        on daily_usage.account_id = starts.entity_id
        and starts.entity = 'account'
        and daily_usage.date_day
        < cast({{ dbt.dateadd('day', setting('return_first_days'), 'starts.first_active_date') }} as date)

),

user_events as (

    select distinct
        starts.entity,
        starts.entity_id,
        starts.profile_id,
        starts.returned_count,
        daily_usage.event_name

    from daily_usage

    inner join starts
        on daily_usage.user_id = starts.entity_id
        and starts.entity = 'user'
        and daily_usage.date_day
        < cast({{ dbt.dateadd('day', setting('return_first_days'), 'starts.first_active_date') }} as date)

),

-- Without an event's name: all of them.
entities as (

    select
        entity,
        profile_id,
        returned_count,
        event_name
    from account_events

    union all

    select
        entity,
        profile_id,
        returned_count,
        event_name
    from user_events

    union all

    select
        entity,
        profile_id,
        returned_count,
        cast(null as varchar) as event_name
    from starts

),

by_part as (

    select
        entities.entity,
        entities.event_name,
        parts.profile_part_id,
        count(*) as entity_count,
        sum(entities.returned_count) as returned_count

    from entities

    inner join parts
        on entities.profile_id = parts.profile_id

    group by 1, 2, 3

),

by_breakdown as (

    select
        by_part.entity,
        part_breakdowns.breakdown,
        part_breakdowns.breakdown_value,
        by_part.event_name,
        cast(sum(by_part.entity_count) as bigint) as entity_count,
        cast(sum(by_part.returned_count) as bigint) as returned_count

    from by_part

    inner join part_breakdowns
        on by_part.profile_part_id = part_breakdowns.profile_part_id

    group by 1, 2, 3, 4

)

select * from by_breakdown
