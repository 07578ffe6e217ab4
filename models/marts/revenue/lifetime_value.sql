with

revenue as (

    select * from {{ ref('int_revenue_by_breakdown') }}

),

with_simple as (

    select
        *,
        {{ rounded_quotient(in_millionths('closing_mrr'), 'paying_account_count') }} as arpa,
        cast(logo_churn_count as double) / nullif(logo_churn_base_count, 0) as logo_churn_rate,
        {{ setting('gross_margin') }} as gross_margin,

        -- ARPA / logo churn rate, from the four sums so that it is rounded once. Without churn a policy may put zero,
        -- or a churn of 1.67 % (a life of sixty months), in its place.
        case
            when zero_churn_ltv = 'none' or logo_churn_count > 0 or logo_churn_base_count * paying_account_count = 0
                then {{ rounded_quotient(
                    in_millionths('closing_mrr') ~ ' * nullif(logo_churn_base_count, 0)',
                    'paying_account_count * logo_churn_count'
                ) }}
            when zero_churn_ltv = 'zero' then 0
            when zero_churn_ltv = 'floor'
                then {{ rounded_quotient(in_millionths('closing_mrr') ~ ' * 10000', 'paying_account_count * 167') }}
        end as ltv_simple

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
