with

source as (

    select * from {{ source('marketing', 'marketing_spend') }}

),

currencies as (

    {{ bookable_currencies() }}

),

trimmed as (

    select
        {{ text_value('spend_date') }} as spend_date_text,
        {{ text_value('acquisition_channel') }} as acquisition_channel,
        {{ text_value('amount') }} as amount_text,
        upper({{ text_value('currency') }}) as currency,
        {{ version_texts() }},
        source as raw_row

    from source

),

parsed as (

    select
        *,
        {{ iso_date('spend_date_text') }} as spend_date,
        {{ exact_decimal('amount_text') }} as amount,
        {{ version_values() }}

    from trimmed

),

-- Bookings have no key: two equal rows are two bookings, and both count.
checked as (

    select
        parsed.*,
        case
            {{ version_reasons('parsed') }}
            when
                parsed.spend_date_text is null
                or parsed.acquisition_channel is null
                or parsed.amount_text is null
                or parsed.currency is null
                then 'missing_value'
            when parsed.spend_date is null then 'invalid_date'
            when parsed.amount is null then 'invalid_number'
            when parsed.spend_date > {{ setting('as_of') }} then 'future'
            when parsed.amount < 0 then 'negative_amount'
            when currencies.currency is null then 'unknown_currency'
            when date_trunc('month', parsed.spend_date) < currencies.first_rate_month then 'missing_exchange_rate'
        end as rejection_reason

    from parsed

    left join currencies
        on parsed.currency = currencies.currency

)

select
    acquisition_channel,
    amount,
    currency,
    spend_date,
    coalesce(spend_date_text, '') || '|' || coalesce(acquisition_channel, '') as row_key,
    {{ rejected_text('raw_row') }} as raw_text,
    rejection_reason

from checked
