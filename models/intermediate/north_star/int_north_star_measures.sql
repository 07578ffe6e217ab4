{#- Incremental by window. -#}
{{ config(
    materialized='incremental',
    incremental_strategy='append',
    on_schema_change='fail',
    pre_hook="{{ forget_other_versions('window_version', ref('int_north_star_windows')) }}",
) }}
{#- What each aggregate adds up, or counts once. -#}
{%- set added_up = {'count': 'event_count', 'sum_quantity': 'quantity'} -%}
{%- set counted_once = {
    'distinct_users': 'counted_user', 'distinct_days': 'date_day', 'distinct_objects': 'object_id',
} -%}
{#- So that no day is read that is in none of the windows. -#}
{%- set from_the_first_day = 'date_day >= ' ~ first_day_to_measure() if is_incremental() else 'true' -%}
with

user_days as (

    select * from {{ ref('int_user_days') }}
    where {{ from_the_first_day }}

),

events as (

    select * from {{ ref('int_counted_events') }}
    where {{ from_the_first_day }}

),

sign_ups as (

    select * from {{ ref('int_sign_ups') }}

),

days as (

    select * from {{ ref('days') }}

),

windows as (

    select * from {{ ref('int_north_star_windows') }}
    where {{ not_made_yet('window_version') }}

),

event_names as (

    select distinct
        measure_id,
        event_name

    from {{ ref('int_north_star_condition_events') }}

),

asked as (

    select
        windows.*,
        event_names.event_name

    from windows

    inner join event_names
        on windows.measure_id = event_names.measure_id

),

-- The one place where days are assigned to windows.
asked_days as (

    select
        asked.window_version,
        asked.entity,
        asked.aggregate,
        asked.event_name,
        days.date_day

    from asked

    inner join days
        on asked.period_start <= days.date_day
        and asked.last_counted_date >= days.date_day

    where asked.window_unit != 'since_sign_up'

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
        window_version,
        entity_number,
        cast(coalesce(sum({{ added }}), 0) as decimal(38, 6)) as measured_value

    from ({{ used_in_windows(aggregate) }}) as used

    where entity_number is not null

    group by 1, 2

    union all

{% endfor %}
{% for aggregate, counted in counted_once.items() %}
    select
        window_version,
        entity_number,
        cast(count(counted) as decimal(38, 6)) as measured_value

    from (
        select distinct
            window_version,
            entity_number,
            {{ counted }} as counted
        from ({{ used_in_windows(aggregate) }}) as used
        where entity_number is not null
    ) as used_once

    group by 1, 2

    {{ 'union all' if not loop.last }}
{% endfor %}

union all

-- Without an entity: that the window was measured, also where nobody did anything.
select
    window_version,
    cast(null as integer) as entity_number,
    cast(null as decimal(38, 6)) as measured_value

from windows
