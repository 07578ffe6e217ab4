with

revenue as (

    select * from {{ ref('int_revenue_by_breakdown') }}

),

final as (

    select
        -- grain
        month_start,
        breakdown,
        breakdown_value,

        -- accounts
        opening_account_count,
        churned_account_count,
        voluntary_churned_account_count,
        involuntary_churned_account_count,
        intra_month_churn_count,
        cast(churned_account_count as double) / nullif(opening_account_count, 0) as logo_churn_rate,

        -- money
        opening_mrr,
        churned_mrr,
        contraction_mrr,
        expansion_mrr,
        lost_mrr,
        net_lost_mrr,
        cast(lost_mrr as double) / nullif(cast(opening_mrr as double), 0) as gross_mrr_churn_rate,
        cast(net_lost_mrr as double) / nullif(cast(opening_mrr as double), 0) as net_mrr_churn_rate,

        is_complete

    from revenue

)

select * from final
