with

bookings as (

    select * from {{ ref('stg_marketing__spend') }}
    where rejection_reason is null

),

rates as (

    select * from {{ ref('int_exchange_rate_months') }}

),

with_month as (

    select
        *,
        cast({{ dbt.date_trunc('month', 'spend_date') }} as date) as month_start

    from bookings

),

converted as (

    select
        with_month.spend_date,
        with_month.month_start,
        with_month.acquisition_channel,
        {{ in_reporting_currency('with_month.amount', 'rates.rate') }} as amount

    from with_month

    inner join rates
        on with_month.currency = rates.currency
        and with_month.month_start = rates.month_start

),

final as (

    select
        -- Bookings have no key; equal ones may be numbered either way.
        row_number() over (order by spend_date, acquisition_channel, amount) as acquisition_spend_id,
        spend_date,
        month_start,

        -- The month with whose new accounts the money is compared.
        cast({{ dbt.dateadd('month', setting('cac_lag_months'), 'month_start') }} as date) as cac_month_start,
        acquisition_channel,
        cast(amount as decimal(38, 6)) as amount

    from converted

)

select * from final
