with

source as (

    select * from {{ source('billing', 'exchange_rates') }}

),

trimmed as (

    select
        upper({{ text_value('currency') }}) as currency,
        {{ text_value('rate_date') }} as rate_date_text,
        {{ text_value('rate') }} as rate_text,
        {{ version_texts() }},
        source as raw_row

    from source

),

parsed as (

    select
        *,
        {{ iso_date('rate_date_text') }} as rate_date,
        case
            when regexp_full_match(rate_text, '\d{1,9}(\.\d{1,10})?') then cast(rate_text as decimal(19, 10))
        end as rate,
        {{ version_values() }},
        {{ row_content(['currency', 'rate_date_text', 'rate_text']) }} as row_content

    from trimmed

),

checked as (

    select
        *,
        case
            when currency is null then 'missing_key'
            {{ version_reasons() }}
            when rate_date_text is null or rate_text is null then 'missing_value'
            when rate_date is null then 'invalid_date'
            when rate is null or rate = 0 then 'invalid_number'
            when rate_date > {{ setting('as_of') }} then 'future'
        end as row_reason

    from parsed

),

with_duplicates as (

    select
        *,
        {{ duplicate_reason('currency, rate_date') }} as duplicate_or_row_reason

    from checked

),

-- Two rates for one day cannot both be right; which one was first is all that can be said.
judged as (

    select
        *,
        case duplicate_or_row_reason
            when 'conflicting_duplicate' then 'duplicate'
            else duplicate_or_row_reason
        end as rejection_reason

    from with_duplicates

)

select
    currency,
    rate_date,
    rate,
    coalesce(currency, '') || '|' || coalesce(rate_date_text, '') as row_key,
    {{ rejected_text('raw_row') }} as raw_text,
    rejection_reason

from judged
