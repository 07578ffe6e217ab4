with

events as (

    select * from {{ ref('int_events') }}
    where kept_row is not null

),

parsed as (

    select
        date_day,
        account_number,
        user_number,
        is_internal,
        cast(quantity as decimal(38, 6)) as quantity,
        occurred_at,
        nullif({{ dbt.split_part('kept_row', 'chr(30)', 1) }}, '') as row_reason,
        {{ dbt.split_part('kept_row', 'chr(30)', 2) }} as row_content,
        {{ dbt.split_part('kept_row', 'chr(30)', 3) }} as raw_text,
        {{ kept_value('event_id') }} as event_id,
        {{ kept_value('account_id') }} as account_id,
        {{ kept_value('user_id') }} as user_id,
        {{ kept_value('session_id') }} as session_id,
        {{ kept_value('event_name') }} as event_name,
        object_id,
        {{ utc_timestamp(kept_value('received_at_text')) }} as received_at,
        {{ utc_timestamp(kept_value('row_updated_at_text')) }} as row_updated_at,
        {{ boolean_value(kept_value('row_is_deleted_text')) }} as row_is_deleted

    from events

),

-- The first that arrived is the event; the others are copies of it.
with_duplicates as (

    select
        *,
        {{ duplicate_reason(
            'event_id',
            "coalesce(received_at, cast('9999-12-31' as timestamp)), occurred_at, row_content"
        ) }} as rejection_reason

    from parsed

)

select
    event_id,
    account_id,
    account_number,
    user_id,
    user_number,
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
