with

revenue as (

    select * from {{ ref('int_revenue_by_breakdown') }}

),

with_simple as (

    select
        *,
        {{ rounded_quotient(in_millionths('closing_mrr'), 'paying_account_count') }} as arpa,
        cast(churned_account_count as double) / nullif(opening_account_count, 0) as logo_churn_rate,
        {{ setting('gross_margin') }} as gross_margin,

        -- ARPA / logo churn rate, from the four sums so that it is rounded once.
        {{ rounded_quotient(
            in_millionths('closing_mrr') ~ ' * opening_account_count',
            'paying_account_count * churned_account_count'
        ) }} as ltv_simple

    from revenue

),

final as (

    select
        -- grain
        month_start,
        breakdown,
        breakdown_value,

        -- inputs
        arpa,
        logo_churn_rate,
        gross_margin,

        -- lifetime value
        ltv_simple,
        {{ rounded_quotient(
            in_millionths('ltv_simple') ~ ' * cast(gross_margin * 1000000 as hugeint)', '1000000'
        ) }} as ltv_margin_adjusted,

        is_complete

    from with_simple

)

select * from final
