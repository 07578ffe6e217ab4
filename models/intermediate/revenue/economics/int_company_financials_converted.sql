with

financials as (

    select * from {{ ref('stg_finance__company_financials') }}

),

rates as (

    select * from {{ ref('int_exchange_rate_months') }}

),

final as (

    select
        financials.month_start,
        {% for amount in ['recognized_revenue', 'ebitda', 'net_burn'] %}
            cast({{ in_reporting_currency('financials.' ~ amount, 'rates.rate') }} as decimal(38, 6)) as {{ amount }}{{ ',' if not loop.last }}
        {% endfor %}

    from financials

    inner join rates
        on financials.currency = rates.currency
        and financials.month_start = rates.month_start

)

select * from final
