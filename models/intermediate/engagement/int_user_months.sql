with

events as (

    select * from {{ ref('int_counted_events') }}

),

sessions as (

    select * from {{ ref('int_sessions') }}

),

entity_months as (

    select * from {{ ref('int_active_entity_months') }}
    where entity = 'user'

),

key_actions as (

    select * from {{ ref('key_actions') }}

),

actions as (

    select
        events.user_number,
        cast({{ dbt.date_trunc('month', 'events.date_day') }} as date) as month_start,
        count(case when key_actions.kind = 'key_action' then 1 end) as key_action_count,
        count(case when key_actions.kind = 'login' then 1 end) as login_count

    from events

    inner join key_actions
        on events.event_name = key_actions.event_name

    where events.user_number is not null

    group by 1, 2

),

-- A session belongs to the day on which it begins.
session_months as (

    select
        user_number,
        cast({{ dbt.date_trunc('month', 'started_date') }} as date) as month_start,
        count(*) as session_count,
        sum(session_seconds) as session_seconds

    from sessions

    group by 1, 2

)

select
    entity_months.entity_number as user_number,
    entity_months.month_start,
    cast(entity_months.active_day_count as bigint) as active_day_count,
    cast(coalesce(actions.key_action_count, 0) as bigint) as key_action_count,
    cast(coalesce(actions.login_count, 0) as bigint) as login_count,
    cast(coalesce(session_months.session_count, 0) as bigint) as session_count,
    cast(coalesce(session_months.session_seconds, 0) as bigint) as session_seconds

from entity_months

left join actions
    on entity_months.entity_number = actions.user_number
    and entity_months.month_start = actions.month_start

left join session_months
    on entity_months.entity_number = session_months.user_number
    and entity_months.month_start = session_months.month_start
