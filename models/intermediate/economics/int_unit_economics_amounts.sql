with

revenue as (

    select * from {{ ref('int_revenue_by_breakdown') }}

),

spend as (

    select * from {{ ref('int_acquisition_spend_by_breakdown') }}

),

concentration as (

    select * from {{ ref('int_revenue_concentration') }}

),

efficiency as (

    select month_start from {{ ref('int_company_efficiency') }}

),

lifetime_value as (

    select * from {{ ref('lifetime_value') }}

),

months as (

    select * from {{ ref('months') }}

),

-- A channel may cost before it brings anyone, and the books may begin before the first customer.
month_values as (

    select
        month_start,
        breakdown,
        breakdown_value
    from revenue

    union distinct

    select
        month_start,
        breakdown,
        breakdown_value
    from spend

    union distinct

    select
        month_start,
        'total' as breakdown,
        'all' as breakdown_value
    from efficiency

),

with_amounts as (

    select
        month_values.month_start,
        month_values.breakdown,
        month_values.breakdown_value,
        months.is_complete,
        coalesce(revenue.new_account_count, 0) as new_account_count,
        coalesce(revenue.paying_account_count, 0) as paying_account_count,
        coalesce(revenue.new_mrr, 0) as new_mrr,
        coalesce(revenue.closing_mrr, 0) as closing_mrr,
        coalesce(revenue.committed_mrr, 0) as committed_mrr,
        coalesce(concentration.largest_account_mrr, 0) as largest_account_mrr,
        coalesce(concentration.top_10_mrr, 0) as top_10_mrr,
        spend.acquisition_spend,
        spend.cac_spend,
        lifetime_value.arpa,
        {{ setting('gross_margin') }} as gross_margin,
        lifetime_value.ltv_margin_adjusted,
        lifetime_value.ltv_survival

    from month_values

    inner join months
        on month_values.month_start = months.month_start

    {% for relation in ['revenue', 'spend', 'concentration', 'lifetime_value'] %}
        left join {{ relation }}
            on month_values.month_start = {{ relation }}.month_start
            and month_values.breakdown = {{ relation }}.breakdown
            and month_values.breakdown_value = {{ relation }}.breakdown_value

    {% endfor %}
)

select * from with_amounts
