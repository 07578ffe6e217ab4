{#- Read by one model only, so it is not worth writing down. -#}
{{ config(materialized='view') }}

with

conditions as (

    select * from {{ ref('int_north_star_conditions') }}

),

window_days as (

    select * from {{ ref('int_north_star_windows') }}

),

usage as (

    select * from {{ ref('int_daily_usage') }}

),

event_names as (

    select distinct event_name from usage

),

-- What each condition counts on each day: few rows, so that usage is joined by equality.
condition_days as (

    select
        conditions.condition_id,
        conditions.definition_id,
        conditions.entity,
        conditions.aggregate,
        event_names.event_name,
        window_days.date_day,
        window_days.period_start

    from conditions

    inner join event_names
        on conditions.event_names = '*'
        or {{ dbt.position("'|' || event_names.event_name || '|'", "'|' || conditions.event_names || '|'") }} > 0

    inner join window_days
        on conditions.definition_id = window_days.definition_id

),

counted as (

    select
        condition_days.condition_id,
        condition_days.definition_id,
        condition_days.entity,
        condition_days.period_start,
        case when condition_days.entity = 'account' then usage.account_id else usage.user_id end as entity_id,
        cast(
            sum(case when condition_days.aggregate = 'count' then usage.event_count else usage.quantity end)
            as decimal(38, 6)
        ) as measured_value

    from usage

    inner join condition_days
        on usage.date_day = condition_days.date_day
        and usage.event_name = condition_days.event_name

    where condition_days.aggregate in ('count', 'sum_quantity')

    group by 1, 2, 3, 4, 5

),

-- Distinct counts are dear, so only conditions that ask for them pay.
distinct_things as (

    select distinct
        condition_days.condition_id,
        condition_days.definition_id,
        condition_days.entity,
        condition_days.period_start,
        case when condition_days.entity = 'account' then usage.account_id else usage.user_id end as entity_id,
        case
            when condition_days.aggregate = 'distinct_users' then usage.user_id
            else cast(usage.date_day as varchar)
        end as thing

    from usage

    inner join condition_days
        on usage.date_day = condition_days.date_day
        and usage.event_name = condition_days.event_name

    where condition_days.aggregate in ('distinct_users', 'distinct_days')

),

counted_distinct as (

    select
        condition_id,
        definition_id,
        entity,
        period_start,
        entity_id,
        cast(count(thing) as decimal(38, 6)) as measured_value

    from distinct_things

    group by 1, 2, 3, 4, 5

),

measured as (

    select * from counted

    union all

    select * from counted_distinct

)

select
    condition_id,
    definition_id,
    period_start,
    entity_id,
    coalesce(measured_value, 0) as measured_value

from measured

where entity_id is not null
