{%- set counts = ['base_account_count', 'retained_account_count'] -%}
{%- set amounts = [
    'base_mrr', 'retained_mrr', 'kept_mrr', 'constant_currency_base_mrr', 'constant_currency_retained_mrr',
    'constant_currency_kept_mrr',
] -%}
with

retention as (

    select * from {{ ref('int_retention_by_breakdown') }}

),

revenue as (

    select * from {{ ref('int_revenue_by_breakdown') }}

),

with_first_month as (

    select
        month_start,
        breakdown,
        breakdown_value,
        is_complete,
        min(month_start) over (partition by breakdown, breakdown_value) as first_month_start

    from revenue

),

-- A month in which nobody was there to be retained is a row, too: its rates are null.
by_horizon as (

    {% for horizon in retention_horizons() %}
        select
            with_first_month.month_start,
            with_first_month.breakdown,
            with_first_month.breakdown_value,
            {{ horizon }} as horizon_months,
            {% for count in counts %}
                cast(coalesce(retention.{{ count }}_{{ horizon }}m, 0) as bigint) as {{ count }},
            {% endfor %}
            {% for amount in amounts %}
                cast(coalesce(retention.{{ amount }}_{{ horizon }}m, 0) as decimal(38, 6)) as {{ amount }},
            {% endfor %}
            with_first_month.is_complete

        from with_first_month

        left join retention
            on with_first_month.month_start = retention.month_start
            and with_first_month.breakdown = retention.breakdown
            and with_first_month.breakdown_value = retention.breakdown_value

        where
            with_first_month.month_start
            >= {{ dbt.dateadd('month', horizon, 'with_first_month.first_month_start') }}

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

)

select * from final
