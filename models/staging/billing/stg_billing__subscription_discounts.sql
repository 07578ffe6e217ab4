with

source as (

    select * from {{ source('billing', 'subscription_discounts') }}

),

items as (

    select * from {{ ref('stg_billing__subscription_items') }}
    where rejection_reason is null

),

subscriptions as (

    select distinct subscription_id from items

),

subscription_items as (

    select distinct
        subscription_id,
        subscription_item_id
    from items

),

trimmed as (

    select
        {{ text_value('discount_id') }} as discount_id,
        {{ text_value('subscription_id') }} as subscription_id,
        {{ text_value('subscription_item_id') }} as subscription_item_id,
        {{ text_value('percent_off') }} as percent_off_text,
        {{ text_value('amount_off') }} as amount_off_text,
        lower({{ text_value('duration') }}) as duration,
        {{ text_value('started_at') }} as started_at_text,
        {{ text_value('ended_at') }} as ended_at_text,
        {{ version_texts() }},
        {{ row_text('source') }} as raw_text

    from source

),

parsed as (

    select
        *,
        case
            when regexp_full_match(percent_off_text, '-?\d{1,13}(\.\d{1,4})?')
                then {{ exact_decimal('percent_off_text') }}
        end as percent_off,
        {{ exact_decimal('amount_off_text') }} as amount_off,
        {{ utc_timestamp('started_at_text') }} as started_at,
        {{ end_timestamp('ended_at_text') }} as ended_at,
        {{ version_values() }},
        {{ row_content([
            'discount_id', 'subscription_id', 'subscription_item_id', 'percent_off_text', 'amount_off_text', 'duration',
            'started_at_text', 'ended_at_text'
        ]) }} as row_content

    from trimmed

),

checked as (

    select
        parsed.*,
        case
            when parsed.discount_id is null then 'missing_key'
            {{ version_reasons('parsed') }}
            when
                parsed.subscription_id is null
                or parsed.duration is null
                or parsed.started_at_text is null
                or coalesce(parsed.percent_off_text, parsed.amount_off_text) is null
                or (parsed.amount_off_text is not null and parsed.subscription_item_id is null)
                or (parsed.duration = 'repeating' and parsed.ended_at_text is null)
                then 'missing_value'
            when parsed.percent_off is null and parsed.percent_off_text is not null then 'invalid_number'
            when parsed.amount_off is null and parsed.amount_off_text is not null then 'invalid_number'
            when parsed.started_at is null then 'invalid_timestamp'
            when parsed.ended_at is null and parsed.ended_at_text is not null then 'invalid_timestamp'
            when parsed.duration not in ('once', 'repeating', 'forever') then 'unknown_duration'
            when parsed.percent_off is not null and parsed.amount_off is not null then 'ambiguous_discount'
            when subscriptions.subscription_id is null then 'orphan'
            when parsed.subscription_item_id is not null and subscription_items.subscription_item_id is null
                then 'orphan'
            when {{ local_date('parsed.started_at') }} > {{ setting('as_of') }} then 'future'
            when parsed.percent_off <= 0 or parsed.percent_off > 100 then 'invalid_percent'
            when parsed.amount_off <= 0 then 'negative_amount'
            when parsed.ended_at <= parsed.started_at and parsed.duration != 'once' then 'empty_period'
        end as row_reason

    from parsed

    left join subscriptions
        on parsed.subscription_id = subscriptions.subscription_id

    left join subscription_items
        on parsed.subscription_id = subscription_items.subscription_id
        and parsed.subscription_item_id = subscription_items.subscription_item_id

),

with_duplicates as (

    select
        *,
        {{ duplicate_reason('discount_id') }} as rejection_reason

    from checked

)

select
    discount_id,
    subscription_id,
    subscription_item_id,
    percent_off,
    amount_off,
    duration,
    started_at,
    ended_at,
    {{ local_date('started_at') }} as started_date,
    {{ local_date('ended_at') }} as ended_date,
    discount_id as row_key,
    raw_text,
    rejection_reason

from with_duplicates
