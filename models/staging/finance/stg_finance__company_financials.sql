with

source as (

    select * from {{ source('finance', 'company_financials') }}

),

currencies as (

    {{ bookable_currencies() }}

),

trimmed as (

    select
        {{ text_value('month') }} as month_text,
        upper({{ text_value('currency') }}) as currency,
        {{ text_value('recognized_revenue') }} as recognized_revenue_text,
        {{ text_value('ebitda') }} as ebitda_text,
        {{ text_value('net_burn') }} as net_burn_text,
        {{ version_texts() }},
        source as raw_row

    from source

),

parsed as (

    select
        *,
        cast(date_trunc('month', {{ iso_date('month_text') }}) as date) as month_start,
        {{ exact_decimal('recognized_revenue_text') }} as recognized_revenue,
        {{ exact_decimal('ebitda_text') }} as ebitda,
        {{ exact_decimal('net_burn_text') }} as net_burn,
        {{ version_values() }},
        {{ row_content(['month_text', 'currency', 'recognized_revenue_text', 'ebitda_text', 'net_burn_text']) }}
            as row_content

    from trimmed

),

checked as (

    select
        parsed.*,
        case
            when parsed.month_text is null then 'missing_key'
            {{ version_reasons('parsed') }}
            when parsed.currency is null then 'missing_value'
            when parsed.month_start is null then 'invalid_date'
            when
                (parsed.recognized_revenue is null and parsed.recognized_revenue_text is not null)
                or (parsed.ebitda is null and parsed.ebitda_text is not null)
                or (parsed.net_burn is null and parsed.net_burn_text is not null)
                then 'invalid_number'
            when parsed.month_start > {{ setting('as_of') }} then 'future'
            -- A result and a burn may be negative, revenue may not.
            when parsed.recognized_revenue < 0 then 'negative_amount'
            when currencies.currency is null then 'unknown_currency'
            when parsed.month_start < currencies.first_rate_month then 'missing_exchange_rate'
        end as row_reason

    from parsed

    left join currencies
        on parsed.currency = currencies.currency

),

with_duplicates as (

    select
        *,
        {{ duplicate_reason('month_start') }} as rejection_reason

    from checked

)

select
    month_start,
    currency,
    recognized_revenue,
    ebitda,
    net_burn,
    coalesce(month_text, '') as row_key,
    {{ rejected_text('raw_row') }} as raw_text,
    rejection_reason

from with_duplicates
