with

amounts as (

    select * from {{ ref('int_unit_economics_amounts') }}

),

efficiency as (

    select * from {{ ref('int_company_efficiency') }}

),

with_cac as (

    select
        *,
        {{ rounded_quotient(in_millionths('new_mrr'), 'new_account_count') }} as asp,
        {{ rounded_quotient(in_millionths('cac_spend'), 'new_account_count') }} as cac

    from amounts

),

final as (

    select
        -- grain
        with_cac.month_start,
        with_cac.breakdown,
        with_cac.breakdown_value,

        -- what an account brings
        with_cac.new_account_count,
        with_cac.new_mrr,
        with_cac.asp,
        with_cac.paying_account_count,
        with_cac.closing_mrr,
        with_cac.arpa,
        with_cac.gross_margin,

        -- what it costs
        with_cac.acquisition_spend,
        with_cac.cac_spend,
        with_cac.cac,
        with_cac.ltv_margin_adjusted,
        with_cac.ltv_survival,
        cast(with_cac.ltv_margin_adjusted as double) / nullif(cast(with_cac.cac as double), 0) as ltv_to_cac,
        with_cac.ltv_survival / nullif(cast(with_cac.cac as double), 0) as survival_ltv_to_cac,
        cast(with_cac.cac as double)
        / nullif(cast(with_cac.arpa as double) * cast(with_cac.gross_margin as double), 0) as cac_payback_months,

        -- how much of it is sure to stay, and on how many shoulders it rests
        with_cac.committed_mrr,
        cast(with_cac.committed_mrr as double) / nullif(cast(with_cac.closing_mrr as double), 0)
            as committed_mrr_share,
        with_cac.largest_account_mrr,
        cast(with_cac.largest_account_mrr as double) / nullif(cast(with_cac.closing_mrr as double), 0)
            as largest_account_share,
        with_cac.top_10_mrr,
        cast(with_cac.top_10_mrr as double) / nullif(cast(with_cac.closing_mrr as double), 0) as top_10_share,

        -- the whole company, from its books
        efficiency.recognized_revenue,
        efficiency.ebitda,
        efficiency.net_burn,
        efficiency.recognized_revenue_3m,
        efficiency.previous_recognized_revenue_3m,
        efficiency.previous_acquisition_spend_3m,
        efficiency.magic_number,
        efficiency.arr,
        efficiency.arr_12m_before,
        efficiency.arr_growth_rate,
        efficiency.recognized_revenue_12m,
        efficiency.ebitda_12m,
        efficiency.ebitda_margin,
        efficiency.rule_of_40,
        efficiency.net_burn_3m,
        efficiency.net_new_arr_3m,
        efficiency.burn_multiple,

        with_cac.is_complete

    from with_cac

    left join efficiency
        on with_cac.month_start = efficiency.month_start
        and with_cac.breakdown = 'total'

)

select * from final
