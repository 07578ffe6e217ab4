with

events_by_day as (

    select * from {{ ref('int_events_by_day') }}

),

counted as (

    select
        date_day,
        account_id,
        user_id,
        event_name,
        cast(sum(event_count) as bigint) as event_count,
        cast(sum(quantity) as decimal(38, 6)) as quantity

    from events_by_day

    -- The vendor's own staff and bots are no customers.
    where rejection_reason is null and not is_internal

    group by 1, 2, 3, 4

)

select * from counted
