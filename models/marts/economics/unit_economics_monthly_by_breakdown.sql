with

revenue as (

    select * from {{ ref('mrr_monthly_by_breakdown') }}

),

spend as (

    select * from {{ ref('int_acquisition_spend_by_breakdown') }}

),

paying_account_months as (

    select * from {{ ref('int_account_months') }}
    where closing_mrr > 0

),

profiles as (

    select * from {{ ref('int_account_profiles') }}

),

efficiency as (

    select * from {{ ref('int_company_efficiency') }}

),

lifetime_value as (

    select * from {{ ref('lifetime_value_by_breakdown') }}

),

months as (

    select * from {{ ref('months') }}

),

-- Accounts are ranked by size within each breakdown value, which no sum over grouping sets can do.
mrr_by_value as (

    {% for breakdown, column in dict({'total': "'all'"}, **breakdown_attributes()).items() %}
        select
            paying_account_months.month_start,
            '{{ breakdown }}' as breakdown,
            {{ column if breakdown == 'total' else 'profiles.' ~ column }} as breakdown_value,
            paying_account_months.closing_mrr

        from paying_account_months

        inner join profiles
            on paying_account_months.account_id = profiles.account_id

        {{ 'union all' if not loop.last }}
    {% endfor %}

),

-- Among accounts of equal size it does not matter which is counted.
ranked_mrr as (

    select
        *,
        row_number() over (partition by month_start, breakdown, breakdown_value order by closing_mrr desc) as size_rank

    from mrr_by_value

),

concentration as (

    select
        month_start,
        breakdown,
        breakdown_value,
        cast(max(closing_mrr) as decimal(38, 6)) as largest_account_mrr,
        cast(sum(closing_mrr) as decimal(38, 6)) as top_10_mrr

    from ranked_mrr

    where size_rank <= 10

    group by month_start, breakdown, breakdown_value

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

amounts as (

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

        -- how much of it is committed, and how concentrated it is
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
