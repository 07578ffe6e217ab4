-- How each active day changes the number of entities seen in the last 7 and 30 days. An entity enters a window on the
-- day it is active and leaves it n days later, unless it is active again before: then the earlier day stops counting on
-- the next active day. Summed up over days this is the exact distinct count, in one pass.
with

entity_days as (

    select * from {{ ref('int_active_entity_days') }}

),

with_next_day as (

    select
        *,
        lead(date_day) over (partition by entity, entity_id order by date_day) as next_active_date

    from entity_days

),

with_leaving_dates as (

    select
        entity,
        profile_id,
        date_day,
        least(
            cast({{ dbt.dateadd('day', 7, 'date_day') }} as date),
            coalesce(next_active_date, cast('9999-12-31' as date))
        ) as leaves_7d_on,
        least(
            cast({{ dbt.dateadd('day', 30, 'date_day') }} as date),
            coalesce(next_active_date, cast('9999-12-31' as date))
        ) as leaves_30d_on

    from with_next_day

),

changes as (

    select
        entity,
        profile_id,
        date_day,
        1 as active_1d,
        1 as change_7d,
        1 as change_30d
    from with_leaving_dates

    union all

    select
        entity,
        profile_id,
        leaves_7d_on as date_day,
        0 as active_1d,
        -1 as change_7d,
        0 as change_30d
    from with_leaving_dates

    union all

    select
        entity,
        profile_id,
        leaves_30d_on as date_day,
        0 as active_1d,
        0 as change_7d,
        -1 as change_30d
    from with_leaving_dates

),

by_profile as (

    select
        entity,
        profile_id,
        date_day,
        cast(sum(active_1d) as bigint) as active_1d,
        cast(sum(change_7d) as bigint) as change_7d,
        cast(sum(change_30d) as bigint) as change_30d

    from changes

    group by 1, 2, 3

)

select * from by_profile
