{%- set amounts = [
    'retained_mrr', 'kept_mrr', 'constant_currency_retained_mrr', 'constant_currency_kept_mrr',
] -%}
with

retention as (

    select * from {{ ref('int_retention_by_breakdown') }}

),

revenue as (

    select * from {{ ref('int_revenue_by_breakdown') }}

),

-- Months of a breakdown value have no gaps, so what was there to be retained is what the row that many rows before
-- closed with.
by_horizon as (

    {% for horizon in retention_horizons() %}
        select
            revenue.month_start,
            revenue.breakdown,
            revenue.breakdown_value,
            {{ horizon }} as horizon_months,
            revenue.is_complete,
            lag(revenue.paying_account_count, {{ horizon }}) over value_history as base_account_count,
            lag(revenue.closing_mrr, {{ horizon }}) over value_history as base_mrr,
            lag(revenue.constant_currency_mrr, {{ horizon }}) over value_history as constant_currency_base_mrr,
            {% for amount in amounts %}
                cast(coalesce(retention.{{ amount }}_{{ horizon }}m, 0) as decimal(38, 6)) as {{ amount }},
            {% endfor %}
            cast(coalesce(retention.retained_account_count_{{ horizon }}m, 0) as bigint) as retained_account_count

        from revenue

        left join retention
            on revenue.month_start = retention.month_start
            and revenue.breakdown = retention.breakdown
            and revenue.breakdown_value = retention.breakdown_value

        window value_history as (
            partition by revenue.breakdown, revenue.breakdown_value order by revenue.month_start
        )

        {{ 'union all' if not loop.last }}

    {% endfor %}
),

final as (

    select
        -- grain
        month_start,
        horizon_months,
        breakdown,
        breakdown_value,

        -- accounts
        base_account_count,
        retained_account_count,
        cast(retained_account_count as double) / nullif(base_account_count, 0) as logo_retention_rate,

        -- money
        base_mrr,
        retained_mrr,
        kept_mrr,
        cast(retained_mrr as double) / nullif(cast(base_mrr as double), 0) as nrr,
        cast(kept_mrr as double) / nullif(cast(base_mrr as double), 0) as grr,

        -- money, at the rates of the month of as_of
        constant_currency_base_mrr,
        constant_currency_retained_mrr,
        constant_currency_kept_mrr,
        cast(constant_currency_retained_mrr as double)
        / nullif(cast(constant_currency_base_mrr as double), 0) as constant_currency_nrr,
        cast(constant_currency_kept_mrr as double)
        / nullif(cast(constant_currency_base_mrr as double), 0) as constant_currency_grr,

        is_complete

    from by_horizon

    -- A month in which nobody was there to be retained is a row, too: its rates are null.
    where base_account_count is not null

)

select * from final
