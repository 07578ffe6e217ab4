with

revenue as (

    select * from {{ ref('mrr_monthly_by_breakdown') }}

),

curves as (

    select * from {{ ref('survival_curves_by_breakdown') }}

),

policies as (

    select zero_churn_ltv from {{ ref('int_chosen_policy') }}

),

-- A month is worth less today the later it comes: a year's wait takes off the discount rate.
with_present_value as (

    select
        *,
        survival_rate / power(1 + {{ setting('ltv_discount_rate') }}, tenure_months / cast(12 as double))
            as discounted_survival_rate

    from curves

),

-- Added up as decimals, whose sum does not depend on their order.
lifetimes as (

    select
        month_start,
        breakdown,
        breakdown_value,
        max(observed_months) as observed_months,
        max(case when is_observed and tenure_months = 12 then survival_rate end) as survival_rate_12m,
        max(tail_churn_rate) as tail_churn_rate,
        cast(sum(cast(survival_rate as decimal(19, 18))) as double) as expected_lifetime_months,
        cast(sum(cast(discounted_survival_rate as decimal(19, 18))) as double) as discounted_lifetime_months,
        cast(sum(cast(case when is_observed then discounted_survival_rate else 0 end as decimal(19, 18))) as double)
            as observed_lifetime_months

    from with_present_value

    group by 1, 2, 3

),

with_simple as (

    select
        revenue.*,
        cast(revenue.logo_churn_count as double) / nullif(revenue.logo_churn_base_count, 0) as logo_churn_rate,
        {{ setting('gross_margin') }} as gross_margin,

        -- ARPA / logo churn rate, from the four sums so that it is rounded once. Without churn a policy may put zero,
        -- or a churn of 1.67 % (a lifetime of sixty months), in its place.
        case
            when revenue.logo_churn_base_count * revenue.paying_account_count = 0 then null
            when policies.zero_churn_ltv = 'none' or revenue.logo_churn_count > 0
                then {{ rounded_quotient(
                    in_millionths('closing_mrr') ~ ' * nullif(logo_churn_base_count, 0)',
                    'paying_account_count * logo_churn_count'
                ) }}
            when policies.zero_churn_ltv = 'zero' then 0
            when policies.zero_churn_ltv = 'floor'
                then {{ rounded_quotient(in_millionths('closing_mrr') ~ ' * 10000', 'paying_account_count * 167') }}
        end as ltv_simple

    from revenue

    cross join policies

),

final as (

    select
        -- grain
        with_simple.month_start,
        with_simple.breakdown,
        with_simple.breakdown_value,

        -- inputs
        with_simple.arpa,
        with_simple.logo_churn_rate,
        with_simple.gross_margin,

        -- lifetime
        lifetimes.observed_months,
        lifetimes.survival_rate_12m,
        lifetimes.tail_churn_rate,
        lifetimes.expected_lifetime_months,
        lifetimes.discounted_lifetime_months,

        -- lifetime value
        with_simple.ltv_simple,
        {{ rounded_quotient(
            in_millionths('with_simple.ltv_simple') ~ ' * cast(with_simple.gross_margin * 1000000 as hugeint)',
            '1000000'
        ) }} as ltv_margin_adjusted,
        cast(with_simple.arpa as double) * cast(with_simple.gross_margin as double)
        * lifetimes.observed_lifetime_months as ltv_observed,
        cast(with_simple.arpa as double) * cast(with_simple.gross_margin as double)
        * lifetimes.discounted_lifetime_months as ltv_survival,

        with_simple.is_complete

    from with_simple

    left join lifetimes
        on with_simple.month_start = lifetimes.month_start
        and with_simple.breakdown = lifetimes.breakdown
        and with_simple.breakdown_value = lifetimes.breakdown_value

)

select * from final
