with

source as (

    select * from {{ source('billing', 'subscription_statuses') }}

),

subscriptions as (

    select distinct subscription_id from {{ ref('stg_billing__subscription_items') }}
    where rejection_reason is null

),

words as (

    select * from {{ ref('subscription_status_words') }}

),

trimmed as (

    select
        {{ text_value('subscription_id') }} as subscription_id,
        {{ text_value('status') }} as status_text,
        regexp_replace(lower({{ text_value('status') }}), '[\s-]+', '_', 'g') as status_word,
        {{ text_value('changed_at') }} as changed_at_text,
        {{ text_value('cancel_requested_at') }} as cancel_requested_at_text,
        {{ text_value('cancel_reason') }} as cancel_reason,
        {{ version_texts() }},
        {{ row_text('source') }} as raw_text

    from source

),

parsed as (

    select
        *,
        {{ utc_timestamp('changed_at_text') }} as changed_at,
        {{ utc_timestamp('cancel_requested_at_text') }} as cancel_requested_at,
        {{ version_values() }},
        {{ row_content([
            'subscription_id', 'status_text', 'changed_at_text', 'cancel_requested_at_text', 'cancel_reason'
        ]) }} as row_content

    from trimmed

),

checked as (

    select
        parsed.*,
        words.status,
        -- Who will not renew has asked to leave, though nobody says when.
        coalesce(
            parsed.cancel_requested_at, case when words.is_cancellation_requested then parsed.changed_at end
        ) as asked_to_leave_at,
        case words.status
            when 'canceled' then 1
            when 'unpaid' then 2
            when 'paused' then 3
            when 'past_due' then 4
            when 'active' then 5
            when 'trialing' then 6
            else 7
        end as finality,
        case
            when parsed.subscription_id is null then 'missing_key'
            {{ version_reasons('parsed') }}
            when parsed.status_word is null or parsed.changed_at_text is null then 'missing_value'
            when parsed.changed_at is null then 'invalid_timestamp'
            when parsed.cancel_requested_at is null and parsed.cancel_requested_at_text is not null
                then 'invalid_timestamp'
            when words.status is null then 'unknown_status'
            when subscriptions.subscription_id is null then 'orphan'
            when {{ local_date('parsed.changed_at') }} > {{ setting('as_of') }} then 'future'
        end as row_reason

    from parsed

    left join words
        on parsed.status_word = words.status_word

    left join subscriptions
        on parsed.subscription_id = subscriptions.subscription_id

),

-- Of two statuses of one moment the more final one holds: the renewal and the cancellation that revokes it.
with_duplicates as (

    select
        *,
        {{ duplicate_reason('subscription_id, changed_at', 'finality, row_content') }} as rejection_reason

    from checked

)

select
    subscription_id,
    status,
    cancel_reason,
    changed_at,
    asked_to_leave_at as cancel_requested_at,
    {{ local_date('changed_at') }} as changed_date,
    coalesce(subscription_id, '') || '|' || coalesce(changed_at_text, '') as row_key,
    raw_text,
    rejection_reason

from with_duplicates
