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

        -- movements
        opening_mrr,
        new_mrr,
        reactivation_mrr,
        expansion_mrr,
        contraction_mrr,
        churned_mrr,
        fx_mrr,
        closing_mrr,
        gained_mrr,
        lost_mrr,
        net_new_mrr,

        -- beside the MRR
        usage_mrr,
        committed_mrr,
        constant_currency_mrr,
        constant_currency_net_new_mrr,

        -- what follows from them
        cast(12 * closing_mrr as decimal(38, 6)) as arr,
        paying_account_count,
        new_account_count,
        reactivated_account_count,
        {{ rounded_quotient(in_millionths('closing_mrr'), 'paying_account_count') }} as arpa,
        cast(gained_mrr as double) / nullif(cast(lost_mrr as double), 0) as quick_ratio,

        is_complete

    from revenue

)

select * from final
