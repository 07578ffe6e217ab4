with

events_by_day as (

    select * from {{ ref('int_events_by_day') }}
    where kept_row is not null

),

-- Rows that are equal in everything were counted together: each gets its own row again.
copies as (

    select
        date_day,
        account_id,
        user_id,
        event_name,
        object_id,
        is_internal,
        quantity / event_count as quantity,
        nullif({{ dbt.split_part('kept_row', 'chr(30)', 1) }}, '') as row_reason,
        {{ dbt.split_part('kept_row', 'chr(30)', 2) }} as row_content,
        {{ dbt.split_part('kept_row', 'chr(30)', 3) }} as raw_text,
        unnest(range(1, event_count + 1)) as copy_number

    from events_by_day

),

parsed as (

    select
        date_day,
        account_id,
        user_id,
        event_name,
        object_id,
        is_internal,
        cast(quantity as decimal(38, 6)) as quantity,
        row_reason,
        row_content,
        raw_text,
        copy_number,
        nullif({{ dbt.split_part('row_content', 'chr(31)', 1) }}, '') as event_id,
        nullif({{ dbt.split_part('row_content', 'chr(31)', 4) }}, '') as session_id,
        {{ utc_timestamp(dbt.split_part('row_content', 'chr(31)', 6)) }} as occurred_at,
        {{ utc_timestamp(dbt.split_part('row_content', 'chr(31)', 7)) }} as received_at

    from copies

),

-- The first that arrived is the event; the others are copies of it.
with_duplicates as (

    select
        *,
        {{ duplicate_reason(
            'event_id',
            "coalesce(received_at, cast('9999-12-31' as timestamp)), occurred_at, row_content, copy_number"
        ) }} as rejection_reason

    from parsed

)

select
    event_id,
    account_id,
    user_id,
    session_id,
    event_name,
    object_id,
    is_internal,
    quantity,
    occurred_at,
    date_day,
    raw_text,
    rejection_reason

from with_duplicates
