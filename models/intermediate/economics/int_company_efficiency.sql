with

months as (

    select * from {{ ref('months') }}

),

books as (

    select * from {{ ref('stg_finance__company_financials') }}
    where rejection_reason is null

),

rates as (

    select * from {{ ref('int_exchange_rate_months') }}

),

financials as (

    select
        books.month_start,
        cast({{ in_reporting_currency('books.recognized_revenue', 'rates.rate') }} as decimal(38, 6))
            as recognized_revenue,
        cast({{ in_reporting_currency('books.ebitda', 'rates.rate') }} as decimal(38, 6)) as ebitda,
        cast({{ in_reporting_currency('books.net_burn', 'rates.rate') }} as decimal(38, 6)) as net_burn

    from books

    inner join rates
        on books.currency = rates.currency
        and books.month_start = rates.month_start

),

revenue as (

    select * from {{ ref('mrr_monthly_by_breakdown') }}
    where breakdown = 'total'

),

spend as (

    select * from {{ ref('int_acquisition_spend_by_breakdown') }}
    where breakdown = 'total'

),

-- A month that as_of cuts has no figures yet that could be compared with those of whole months.
company_months as (

    select
        months.month_start,
        financials.recognized_revenue,
        financials.ebitda,
        financials.net_burn,
        12 * revenue.closing_mrr as arr,
        spend.acquisition_spend,
        case when months.is_complete then financials.recognized_revenue end as whole_recognized_revenue,
        case when months.is_complete then financials.ebitda end as whole_ebitda,
        case when months.is_complete then financials.net_burn end as whole_net_burn,
        case when months.is_complete then 12 * revenue.closing_mrr end as whole_arr

    from months

    left join financials
        on months.month_start = financials.month_start

    left join spend
        on months.month_start = spend.month_start

    left join revenue
        on months.month_start = revenue.month_start

),

-- The sum of a quarter or a year that lacks a month would be too small: it is null.
with_sums as (

    select
        month_start,
        recognized_revenue,
        ebitda,
        net_burn,
        arr,
        lag(arr, 12) over (order by month_start) as arr_12m_before,
        whole_arr - coalesce(lag(arr, 3) over (order by month_start), 0) as net_new_arr_3m,
        case
            when count(whole_recognized_revenue) over last_quarter = 3
                then sum(whole_recognized_revenue) over last_quarter
        end as recognized_revenue_3m,
        case
            when count(whole_recognized_revenue) over quarter_before = 3
                then sum(whole_recognized_revenue) over quarter_before
        end as previous_recognized_revenue_3m,
        case
            when count(acquisition_spend) over quarter_before = 3
                then sum(acquisition_spend) over quarter_before
        end as previous_acquisition_spend_3m,
        case
            when count(whole_net_burn) over last_quarter = 3
                then sum(whole_net_burn) over last_quarter
        end as net_burn_3m,
        case
            when count(whole_recognized_revenue) over last_year = 12
                then sum(whole_recognized_revenue) over last_year
        end as recognized_revenue_12m,
        case
            when count(whole_ebitda) over last_year = 12
                then sum(whole_ebitda) over last_year
        end as ebitda_12m,
        max(
            case when coalesce(arr, acquisition_spend, recognized_revenue, ebitda, net_burn) is null then 0 else 1 end
        ) over (order by month_start) as is_begun

    from company_months

    window
        last_quarter as (order by month_start rows between 2 preceding and current row),
        quarter_before as (order by month_start rows between 5 preceding and 3 preceding),
        last_year as (order by month_start rows between 11 preceding and current row)

),

with_ratios as (

    select
        *,
        4 * cast(recognized_revenue_3m - previous_recognized_revenue_3m as double)
        / nullif(cast(previous_acquisition_spend_3m as double), 0) as magic_number,
        cast(arr as double) / nullif(cast(arr_12m_before as double), 0) - 1 as arr_growth_rate,
        cast(ebitda_12m as double) / nullif(cast(recognized_revenue_12m as double), 0) as ebitda_margin,

        -- Burning money while ARR shrinks is not a small multiple but none at all.
        case when net_new_arr_3m > 0 then cast(net_burn_3m as double) / cast(net_new_arr_3m as double) end
            as burn_multiple

    from with_sums

    where is_begun = 1

),

final as (

    select
        month_start,
        {% for amount in [
            'recognized_revenue', 'ebitda', 'net_burn', 'arr', 'arr_12m_before', 'recognized_revenue_3m',
            'previous_recognized_revenue_3m', 'previous_acquisition_spend_3m', 'recognized_revenue_12m', 'ebitda_12m',
            'net_burn_3m', 'net_new_arr_3m',
        ] %}
            cast({{ amount }} as decimal(38, 6)) as {{ amount }},
        {% endfor %}
        magic_number,
        arr_growth_rate,
        ebitda_margin,
        100 * (arr_growth_rate + ebitda_margin) as rule_of_40,
        burn_multiple

    from with_ratios

)

select * from final
