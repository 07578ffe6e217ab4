with

source as (

    select * from {{ source('crm', 'users') }}

),

accounts as (

    select * from {{ ref('stg_crm__account_ids') }}

),

trimmed as (

    select
        {{ text_value('user_id') }} as user_id,
        {{ text_value('account_id') }} as account_id,
        {{ text_value('role') }} as role,
        {{ text_value('email') }} as email,
        {{ text_value('created_at') }} as created_at_text,
        {{ version_texts() }},
        source as raw_row

    from source

),

parsed as (

    select
        *,
        {{ utc_timestamp('created_at_text') }} as created_at,
        {{ version_values() }},
        {{ row_content(['user_id', 'account_id', 'role', 'email', 'created_at_text']) }} as row_content

    from trimmed

),

checked as (

    select
        parsed.*,
        accounts.account_id as surviving_account_id,
        case
            when parsed.user_id is null then 'missing_key'
            {{ version_reasons('parsed') }}
            when parsed.account_id is null or parsed.created_at_text is null then 'missing_value'
            when parsed.created_at is null then 'invalid_timestamp'
            when accounts.account_id is null then 'orphan'
            when {{ local_date('parsed.created_at') }} > {{ setting('as_of') }} then 'future'
        end as row_reason

    from parsed

    left join accounts
        on parsed.account_id = accounts.named_account_id

),

with_duplicates as (

    select
        *,
        {{ duplicate_reason('user_id') }} as rejection_reason

    from checked

)

select
    user_id,
    coalesce(surviving_account_id, account_id) as account_id,
    coalesce(role, '(none)') as role,
    email,
    created_at,
    {{ local_date('created_at') }} as created_date,
    user_id as row_key,
    {{ rejected_text('raw_row', blank_out=['email']) }} as raw_text,
    rejection_reason

from with_duplicates
