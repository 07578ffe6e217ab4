with

financials as (

    select * from {{ ref('stg_finance__company_financials') }}
    where rejection_reason is null

),

rates as (

    select * from {{ ref('int_exchange_rate_months') }}

),

final as (

    select
        financials.month_start,
        cast({{ in_reporting_currency('financials.recognized_revenue', 'rates.rate') }} as decimal(38, 6))
            as recognized_revenue,
        cast({{ in_reporting_currency('financials.ebitda', 'rates.rate') }} as decimal(38, 6)) as ebitda,
        cast({{ in_reporting_currency('financials.net_burn', 'rates.rate') }} as decimal(38, 6)) as net_burn

    from financials

    inner join rates
        on financials.currency = rates.currency
        and financials.month_start = rates.month_start

)

select * from final
