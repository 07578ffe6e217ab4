-- Every raw event, typed and checked by the rules that need no other event. A view: reading it means reading raw
-- events, and only int_events does.
with

source as (

    select * from {{ source('product', 'events') }}

),

numbers as (

    select * from {{ ref('stg_crm__entity_numbers') }}

),

account_ids as (

    select * from {{ ref('stg_crm__account_ids') }}

),

accepted_users as (

    select * from {{ ref('stg_crm__users') }}
    where rejection_reason is null

),

accounts as (

    select
        account_ids.named_account_id,
        account_ids.created_at,
        numbers.entity_number as account_number

    from account_ids

    inner join numbers
        on account_ids.named_account_id = numbers.entity_id
        and numbers.entity = 'account'

),

users as (

    select
        accepted_users.user_id,
        numbers.entity_number as user_number

    from accepted_users

    inner join numbers
        on accepted_users.user_id = numbers.entity_id
        and numbers.entity = 'user'

),

trimmed as (

    select
        {{ text_value('event_id') }} as event_id,
        {{ text_value('account_id') }} as account_id,
        {{ text_value('user_id') }} as user_id,
        {{ text_value('session_id') }} as session_id,
        {{ text_value('event_name') }} as event_name,
        {{ text_value('occurred_at') }} as occurred_at_text,
        {{ text_value('received_at') }} as received_at_text,
        {{ text_value('object_id') }} as object_id,
        {{ text_value('quantity') }} as quantity_text,
        {{ text_value('is_internal') }} as is_internal_text,
        {{ version_texts() }},
        source._file as source_file,
        -- The row as it came, without cost until a rejection needs its text.
        source as raw_row

    from source

),

parsed as (

    select
        *,
        {{ utc_timestamp('occurred_at_text') }} as occurred_at,
        {{ utc_timestamp('received_at_text') }} as received_at,
        {{ exact_decimal('quantity_text') }} as quantity,
        {{ boolean_value('is_internal_text') }} as is_internal,
        {{ version_values() }}

    from trimmed

),

checked as (

    select
        parsed.*,
        accounts.account_number,
        users.user_number,
        {{ local_date('parsed.occurred_at') }} as date_day,
        case
            when parsed.event_id is null then 'missing_key'
            {{ version_reasons('parsed') }}
            when parsed.account_id is null or parsed.event_name is null or parsed.occurred_at_text is null
                then 'missing_value'
            when parsed.occurred_at is null then 'invalid_timestamp'
            when parsed.received_at is null and parsed.received_at_text is not null then 'invalid_timestamp'
            when parsed.quantity is null and parsed.quantity_text is not null then 'invalid_number'
            when parsed.is_internal is null and parsed.is_internal_text is not null then 'invalid_boolean'
            when accounts.account_number is null then 'orphan'
            when parsed.user_id is not null and users.user_number is null then 'orphan'
            when {{ local_date('parsed.occurred_at') }} > {{ setting('as_of') }} then 'future'
            when parsed.occurred_at < accounts.created_at then 'before_signup'
        end as row_reason

    from parsed

    left join accounts
        on parsed.account_id = accounts.named_account_id

    left join users
        on parsed.user_id = users.user_id

)

select
    event_id,
    hash(event_id) as event_hash,
    account_id,
    account_number,
    user_id,
    user_number,
    session_id,
    event_name,
    object_id,
    quantity,
    coalesce(is_internal, false) as is_internal,
    occurred_at,
    date_day,
    source_file,
    row_reason,
    occurred_at_text,
    received_at_text,
    quantity_text,
    is_internal_text,
    row_updated_at_text,
    row_is_deleted_text,
    raw_row

from checked
