{#- What each aggregate adds up, or counts once. -#}
{%- set added_up = {'count': 'event_count', 'sum_quantity': 'quantity'} -%}
{%- set counted_once = {
    'distinct_users': 'counted_user', 'distinct_days': 'date_day', 'distinct_objects': 'object_id',
} -%}
with

user_days as (

    select * from {{ ref('int_user_days') }}

),

events as (

    select * from {{ ref('int_counted_events') }}

),

sign_ups as (

    select * from {{ ref('int_north_star_sign_ups') }}

),

days as (

    select * from {{ ref('days') }}

),

asked as (

    select distinct
        measure_id,
        entity,
        aggregate,
        window_unit,
        window_days,
        event_name

    from {{ ref('int_north_star_condition_events') }}

),

calendar_windows as (

    select distinct
        window_unit,
        period_start,
        period_end

    from {{ ref('int_north_star_periods') }}

    where window_unit != 'since_sign_up'

),

-- The one place where days are assigned to windows.
asked_days as (

    select
        asked.measure_id,
        asked.entity,
        asked.aggregate,
        asked.event_name,
        days.date_day,
        calendar_windows.period_start

    from asked

    inner join calendar_windows
        on asked.window_unit = calendar_windows.window_unit

    inner join days
        on calendar_windows.period_start <= days.date_day
        and calendar_windows.period_end > days.date_day

),

-- Any event by user and day; named events one by one. A sign-up is an event of its own day.
usage as not materialized (

    select
        '*' as event_name,
        date_day,
        account_number,
        user_number,
        user_number as counted_user,
        cast(null as varchar) as object_id,
        event_count,
        quantity
    from user_days

    union all

    select
        event_name,
        date_day,
        account_number,
        user_number,
        user_number as counted_user,
        object_id,
        1 as event_count,
        quantity
    from events
    where event_name != '*'

    union all

    select
        '(' || entity || '_signed_up)' as event_name,
        created_date as date_day,
        case when entity = 'account' then entity_number end as account_number,
        case when entity = 'user' then entity_number end as user_number,
        cast(null as integer) as counted_user,
        cast(null as varchar) as object_id,
        1 as event_count,
        cast(null as decimal(38, 6)) as quantity
    from sign_ups

)

{% for aggregate, added in added_up.items() %}
    select
        measure_id,
        period_start,
        entity_number,
        cast(coalesce(sum({{ added }}), 0) as decimal(38, 6)) as measured_value

    from ({{ used_in_windows(aggregate) }}) as used

    where entity_number is not null

    group by 1, 2, 3

    union all

{% endfor %}
{% for aggregate, counted in counted_once.items() %}
    select
        measure_id,
        period_start,
        entity_number,
        cast(count(counted) as decimal(38, 6)) as measured_value

    from (
        select distinct
            measure_id,
            period_start,
            entity_number,
            {{ counted }} as counted
        from ({{ used_in_windows(aggregate) }}) as used
        where entity_number is not null
    ) as used_once

    group by 1, 2, 3

    {{ 'union all' if not loop.last }}
{% endfor %}
