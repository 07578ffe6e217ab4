with

source as (

    select * from {{ source('billing', 'subscription_statuses') }}

),

subscriptions as (

    select distinct subscription_id from {{ ref('stg_billing__subscription_items') }}
    where rejection_reason is null

),

trimmed as (

    select
        {{ text_value('subscription_id') }} as subscription_id,
        lower({{ text_value('status') }}) as status,
        {{ text_value('changed_at') }} as changed_at_text,
        {{ text_value('cancel_requested_at') }} as cancel_requested_at_text,
        {{ text_value('cancel_reason') }} as cancel_reason,
        {{ row_text('source') }} as raw_text

    from source

),

parsed as (

    select
        *,
        {{ utc_timestamp('changed_at_text') }} as changed_at,
        {{ utc_timestamp('cancel_requested_at_text') }} as cancel_requested_at,
        {{ row_content([
            'subscription_id', 'status', 'changed_at_text', 'cancel_requested_at_text', 'cancel_reason'
        ]) }} as row_content

    from trimmed

),

checked as (

    select
        parsed.*,
        case
            when parsed.subscription_id is null then 'missing_key'
            when parsed.status is null or parsed.changed_at_text is null then 'missing_value'
            when parsed.changed_at is null then 'invalid_timestamp'
            when parsed.cancel_requested_at is null and parsed.cancel_requested_at_text is not null
                then 'invalid_timestamp'
            when parsed.status not in ('trialing', 'active', 'past_due', 'unpaid', 'paused', 'canceled')
                then 'unknown_status'
            when subscriptions.subscription_id is null then 'orphan'
            when {{ local_date('parsed.changed_at') }} > {{ setting('as_of') }} then 'future'
        end as row_reason

    from parsed

    left join subscriptions
        on parsed.subscription_id = subscriptions.subscription_id

),

with_duplicates as (

    select
        *,
        {{ duplicate_reason('subscription_id, changed_at') }} as rejection_reason

    from checked

)

select
    subscription_id,
    status,
    cancel_reason,
    changed_at,
    cancel_requested_at,
    {{ local_date('changed_at') }} as changed_date,
    coalesce(subscription_id, '') || '|' || coalesce(changed_at_text, '') as row_key,
    raw_text,
    rejection_reason

from with_duplicates
