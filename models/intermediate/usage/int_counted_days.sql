-- What is made of the events of a day is made again only when the day has another version, whatever the reason: late or
-- corrected events, merged accounts, excluded users, ids that are numbered anew. What also knows what came before has
-- the version of its month, of which all days up to its end are a part.
with

events as (

    select * from {{ ref('int_counted_events') }}

),

sums as (

    select
        date_day,
        cast({{ dbt.date_trunc('month', 'date_day') }} as date) as month_start,
        count(*) as event_count,
        sum(hash(account_number, user_number, event_name, object_id, quantity)) as event_sum

    from events

    group by 1, 2

),

days as (

    select
        date_day,
        month_start,
        hash(
            date_day, event_count, event_sum, {{ code_version(['int_user_days', 'int_active_entity_days']) }}
        ) as day_version

    from sums

),

with_months as (

    select
        *,
        sum(day_version) over (order by month_start) as version_sum

    from days

)

select
    date_day,
    day_version,
    month_start,
    hash(month_start, version_sum, {{ code_version(['int_active_entity_months']) }}) as month_version

from with_months
