with

source as (

    select * from {{ source('support', 'support_tickets') }}

),

accounts as (

    select * from {{ ref('stg_crm__account_ids') }}

),

users as (

    select * from {{ ref('stg_crm__users') }}
    where rejection_reason is null

),

trimmed as (

    select
        {{ text_value('ticket_id') }} as ticket_id,
        {{ text_value('account_id') }} as account_id,
        {{ text_value('user_id') }} as user_id,
        {{ text_value('created_at') }} as created_at_text,
        {{ text_value('first_responded_at') }} as first_responded_at_text,
        {{ text_value('resolved_at') }} as resolved_at_text,
        {{ text_value('category') }} as category,
        {{ text_value('is_product_related') }} as is_product_related_text,
        {{ text_value('priority') }} as priority,
        {{ version_texts() }},
        source as raw_row

    from source

),

parsed as (

    select
        *,
        {{ utc_timestamp('created_at_text') }} as created_at,
        {{ utc_timestamp('first_responded_at_text') }} as first_responded_at,
        {{ utc_timestamp('resolved_at_text') }} as resolved_at,
        {{ boolean_value('is_product_related_text') }} as is_product_related,
        {{ version_values() }},
        {{ row_content([
            'ticket_id', 'account_id', 'user_id', 'created_at_text', 'first_responded_at_text', 'resolved_at_text',
            'category', 'is_product_related_text', 'priority'
        ]) }} as row_content

    from trimmed

),

checked as (

    select
        parsed.*,
        accounts.account_id as surviving_account_id,
        case
            when parsed.ticket_id is null then 'missing_key'
            {{ version_reasons('parsed') }}
            when parsed.created_at_text is null then 'missing_value'
            when
                parsed.created_at is null
                or (parsed.first_responded_at is null and parsed.first_responded_at_text is not null)
                or (parsed.resolved_at is null and parsed.resolved_at_text is not null)
                then 'invalid_timestamp'
            when parsed.is_product_related is null and parsed.is_product_related_text is not null
                then 'invalid_boolean'
            when parsed.account_id is not null and accounts.account_id is null then 'orphan'
            when parsed.user_id is not null and users.user_id is null then 'orphan'
            when {{ local_date('parsed.created_at') }} > {{ setting('as_of') }} then 'future'
        end as row_reason

    from parsed

    left join accounts
        on parsed.account_id = accounts.named_account_id

    left join users
        on parsed.user_id = users.user_id

),

with_duplicates as (

    select
        *,
        {{ duplicate_reason('ticket_id') }} as rejection_reason

    from checked

)

select
    ticket_id,
    coalesce(surviving_account_id, account_id) as account_id,
    user_id,
    category,
    priority,
    is_product_related,
    created_at,
    first_responded_at,
    resolved_at,
    {{ local_date('created_at') }} as created_date,
    ticket_id as row_key,
    {{ rejected_text('raw_row') }} as raw_text,
    rejection_reason

from with_duplicates
