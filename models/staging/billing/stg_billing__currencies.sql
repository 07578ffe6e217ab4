-- The currencies in which money may be booked, and from which month on each can be converted.
with

exchange_rates as (

    select * from {{ ref('stg_billing__exchange_rates') }}
    where rejection_reason is null

),

rated as (

    select
        currency,
        cast(date_trunc('month', min(rate_date)) as date) as first_rate_month

    from exchange_rates

    where currency != {{ setting('reporting_currency') }}

    group by 1

),

with_reporting_currency as (

    select
        currency,
        first_rate_month

    from rated

    union all

    select
        {{ setting('reporting_currency') }} as currency,
        cast('0001-01-01' as date) as first_rate_month

)

select * from with_reporting_currency
