-- Sessions of users. Events that name a session form one, however far apart; a user's other events form one until the
-- user pauses for longer than the gap. An event exactly one gap later still belongs to the session.
with

session_parts as (

    select
        user_id,
        session_id,
        slot_number,
        first_occurred_at,
        last_occurred_at,
        event_count

    from {{ ref('int_session_parts') }}

),

kept_events as (

    select
        user_id,
        session_id,
        case
            when session_id is null
                then epoch_us(occurred_at) // ({{ setting('session_gap_minutes') }} * 60000000)
        end as slot_number,
        occurred_at as first_occurred_at,
        occurred_at as last_occurred_at,
        1 as event_count

    from {{ ref('int_kept_events') }}

    where rejection_reason is null and not is_internal and user_id is not null

),

users as (

    select * from {{ ref('stg_crm__users') }}
    where rejection_reason is null

),

excluded_users as (

    select distinct user_id from {{ ref('excluded_users') }}

),

parts as (

    select * from session_parts

    union all

    select * from kept_events

),

-- The same session may be in several files.
whole_parts as (

    select
        user_id,
        session_id,
        slot_number,
        min(first_occurred_at) as started_at,
        max(last_occurred_at) as ended_at,
        sum(event_count) as event_count

    from parts

    group by user_id, session_id, slot_number

),

with_previous as (

    select
        *,
        lag(ended_at) over (partition by user_id order by slot_number) as previous_ended_at

    from whole_parts

    where session_id is null

),

numbered as (

    select
        *,
        sum(
            case
                when
                    epoch_us(started_at) - epoch_us(previous_ended_at)
                    <= {{ setting('session_gap_minutes') }} * 60000000
                    then 0
                else 1
            end
        ) over (partition by user_id order by slot_number rows unbounded preceding) as session_number

    from with_previous

),

sessions as (

    select
        user_id,
        session_id,
        started_at,
        ended_at,
        event_count
    from whole_parts
    where session_id is not null

    union all

    select
        user_id,
        cast(null as varchar) as session_id,
        min(started_at) as started_at,
        max(ended_at) as ended_at,
        sum(event_count) as event_count
    from numbered
    group by user_id, session_number

)

select
    -- ids
    sessions.user_id,
    users.account_id,
    sessions.session_id,

    -- numbers
    cast((epoch_us(sessions.ended_at) - epoch_us(sessions.started_at)) // 1000000 as bigint) as session_seconds,
    cast(sessions.event_count as bigint) as event_count,

    -- times
    sessions.started_at,
    sessions.ended_at,
    {{ local_date('sessions.started_at') }} as started_date

from sessions

inner join users
    on sessions.user_id = users.user_id

left join excluded_users
    on sessions.user_id = excluded_users.user_id

where excluded_users.user_id is null
