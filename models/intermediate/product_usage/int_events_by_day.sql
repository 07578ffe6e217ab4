with

events as (

    select * from {{ ref('stg_product__events') }}

),

repeated_ids as (

    select * from {{ ref('int_repeated_event_ids') }}

),

-- An event that is rejected, or whose id occurs again, is kept whole; all others are only counted.
with_kept_rows as (

    select
        events.date_day,
        events.account_id,
        events.user_id,
        events.event_name,
        events.is_internal,
        events.quantity,
        case
            when events.row_reason is not null or repeated_ids.event_id is not null
                then coalesce(events.row_reason, '') || chr(30) || events.row_content || chr(30)
                    || {{ row_text('events.raw_row') }}
        end as kept_row

    from events

    left join repeated_ids
        on events.event_id = repeated_ids.event_id

),

by_day as (

    select
        date_day,
        account_id,
        user_id,
        event_name,
        is_internal,
        kept_row,
        count(*) as event_count,
        sum(quantity) as quantity

    from with_kept_rows

    group by 1, 2, 3, 4, 5, 6

)

select * from by_day
