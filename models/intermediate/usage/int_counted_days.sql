-- What is made of the events of a day is made again only when the day has another version, whatever the reason: late or
-- corrected events, merged accounts, excluded users, ids that are numbered anew.
with

events as (

    select * from {{ ref('int_counted_events') }}

),

sums as (

    select
        date_day,
        count(*) as event_count,
        sum(hash(account_number, user_number, event_name, object_id, quantity)) as event_sum

    from events

    group by 1

)

select
    date_day,
    hash(
        date_day, event_count, event_sum, {{ code_version(['int_user_days', 'int_active_entity_days']) }}
    ) as day_version

from sums
