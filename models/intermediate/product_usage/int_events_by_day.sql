with

events as (

    select
        *,
        -- Rejected rows are kept one by one; accepted ones are only counted.
        case when rejection_reason is not null then event_id end as rejected_event_id,
        case when rejection_reason is not null then copy_number end as rejected_copy_number

    from {{ ref('stg_product__events') }}

),

by_day as (

    select
        date_day,
        account_id,
        user_id,
        event_name,
        is_internal,
        rejection_reason,
        rejected_event_id,
        raw_text,
        count(*) as event_count,
        sum(quantity) as quantity

    from events

    group by
        date_day,
        account_id,
        user_id,
        event_name,
        is_internal,
        rejection_reason,
        rejected_event_id,
        rejected_copy_number,
        raw_text

)

select * from by_day
