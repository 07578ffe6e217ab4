with

revenue as (

    select * from {{ ref('mrr_monthly_by_breakdown') }}

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
        logo_churn_count,
        logo_churn_base_count,
        cast(logo_churn_count as double) / nullif(logo_churn_base_count, 0) as logo_churn_rate,
        case
            when logo_churn_count >= logo_churn_base_count and logo_churn_base_count > 0 then 1
            else 1 - power(1 - cast(logo_churn_count as double) / nullif(logo_churn_base_count, 0), 12)
        end as annual_logo_churn_rate,

        -- money
        opening_mrr,
        churned_mrr,
        voluntary_churned_mrr,
        involuntary_churned_mrr,
        contraction_mrr,
        expansion_mrr,
        lost_mrr,
        net_lost_mrr,
        cast(lost_mrr as double) / nullif(cast(opening_mrr as double), 0) as gross_mrr_churn_rate,
        cast(net_lost_mrr as double) / nullif(cast(opening_mrr as double), 0) as net_mrr_churn_rate,
        1 - power(1 - cast(lost_mrr as double) / nullif(cast(opening_mrr as double), 0), 12)
            as annual_gross_mrr_churn_rate,

        -- of those whose term of a year or more ended
        renewal_due_account_count,
        renewal_churned_account_count,
        cast(renewal_churned_account_count as double) / nullif(renewal_due_account_count, 0) as renewal_logo_churn_rate,
        renewal_due_mrr,
        renewal_churned_mrr,
        cast(renewal_churned_mrr as double) / nullif(cast(renewal_due_mrr as double), 0) as renewal_mrr_churn_rate,

        is_complete

    from revenue

)

select * from final
