with

source as (

    select * from {{ source('billing', 'exchange_rates') }}

),

trimmed as (

    select
        upper({{ text_value('currency') }}) as currency,
        {{ text_value('rate_date') }} as rate_date_text,
        {{ text_value('rate') }} as rate_text,
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
        {{ row_content(['currency', 'rate_date_text', 'rate_text']) }} as row_content

    from trimmed

),

checked as (

    select
        *,
        case
            when currency is null then 'missing_key'
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
        -- Two rates for one day cannot both be right; which one was first is all that can be said.
        case
            when row_reason is not null then row_reason
            when row_number() over (partition by currency, rate_date, row_reason order by row_content) > 1
                then 'duplicate'
        end as rejection_reason

    from checked

)

select
    currency,
    rate_date,
    rate,
    coalesce(currency, '') || '|' || coalesce(rate_date_text, '') as row_key,
    {{ rejected_text('raw_row') }} as raw_text,
    rejection_reason

from with_duplicates
