-- Sessions of users. Events that name a session form one, however far apart; a user's other events form one until the
-- user pauses for longer than the gap. An event exactly one gap later still belongs to the session. The keys of users
-- and accounts are added by the mart, a view: stored, they would cost half as much again.
with

events as (

    select
        user_number,
        session_id,
        occurred_at,
        -- Slots are as long as the gap: two events in one are never further apart, so only its first and last matter.
        case
            when session_id is null
                then epoch_us(occurred_at) // ({{ setting('session_gap_minutes') }} * 60000000)
        end as slot_number

    from {{ ref('int_counted_events') }}

    where user_number is not null

),

-- A whole session, or a slot of those that have no id.
parts as (

    select
        user_number,
        session_id,
        slot_number,
        min(occurred_at) as started_at,
        max(occurred_at) as ended_at,
        count(*) as event_count

    from events

    group by user_number, session_id, slot_number

),

with_previous as (

    select
        *,
        lag(ended_at) over (partition by user_number order by slot_number) as previous_ended_at

    from parts

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
        ) over (partition by user_number order by slot_number rows unbounded preceding) as session_number

    from with_previous

),

sessions as (

    select
        user_number,
        session_id,
        started_at,
        ended_at,
        event_count
    from parts
    where session_id is not null

    union all

    select
        user_number,
        cast(null as varchar) as session_id,
        min(started_at) as started_at,
        max(ended_at) as ended_at,
        sum(event_count) as event_count
    from numbered
    group by user_number, session_number

)

select
    -- ids
    user_number,
    session_id,

    -- numbers
    cast((epoch_us(ended_at) - epoch_us(started_at)) // 1000000 as bigint) as session_seconds,
    cast(event_count as bigint) as event_count,

    -- times
    started_at,
    ended_at,
    {{ local_date('started_at') }} as started_date

from sessions
