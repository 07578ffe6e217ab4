with

source as (

    select * from {{ source('crm', 'accounts') }}

),

trimmed as (

    select
        {{ text_value('account_id') }} as account_id,
        nullif(cast(account_name as varchar), '') as account_name,
        {{ text_value('segment') }} as segment,
        {{ text_value('industry') }} as industry,
        {{ text_value('country') }} as country,
        {{ text_value('acquisition_channel') }} as acquisition_channel,
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
        {{ row_content([
            'account_id', 'account_name', 'created_at_text', 'segment', 'industry', 'country', 'acquisition_channel'
        ]) }} as row_content

    from trimmed

),

checked as (

    select
        *,
        case
            when account_id is null then 'missing_key'
            {{ version_reasons() }}
            when account_name is null or created_at_text is null then 'missing_value'
            when created_at is null then 'invalid_timestamp'
            when {{ local_date('created_at') }} > {{ setting('as_of') }} then 'future'
        end as row_reason

    from parsed

),

with_duplicates as (

    select
        *,
        {{ duplicate_reason('account_id') }} as rejection_reason

    from checked

)

select
    account_id,
    account_name,
    segment,
    industry,
    country,
    acquisition_channel,
    created_at,
    {{ local_date('created_at') }} as created_date,
    account_id as row_key,
    {{ rejected_text('raw_row') }} as raw_text,
    rejection_reason

from with_duplicates
