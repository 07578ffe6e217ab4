with

survival as (

    select * from {{ ref('int_survival_by_cohort') }}

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

-- Every month looks back at every length of life that anybody can have reached by then.
month_tenures as (

    select
        seen_from.month_start,
        seen_from.breakdown,
        seen_from.breakdown_value,
        seen_from.is_complete,
        {{ months_between('seen_from.first_month_start', 'reached.month_start') }} as tenure_months

    from with_first_month as seen_from

    inner join with_first_month as reached
        on seen_from.breakdown = reached.breakdown
        and seen_from.breakdown_value = reached.breakdown_value
        and seen_from.month_start >= reached.month_start

),

-- All that is known by the month: it, and the months before it.
accumulated as (

    select
        month_tenures.month_start,
        month_tenures.breakdown,
        month_tenures.breakdown_value,
        month_tenures.is_complete,
        month_tenures.tenure_months,
        coalesce(
            sum(survival.at_risk_count) over (
                partition by month_tenures.breakdown, month_tenures.breakdown_value, month_tenures.tenure_months
                order by month_tenures.month_start
            ), 0
        ) as at_risk_count,
        coalesce(
            sum(survival.churned_count) over (
                partition by month_tenures.breakdown, month_tenures.breakdown_value, month_tenures.tenure_months
                order by month_tenures.month_start
            ), 0
        ) as churned_count

    from month_tenures

    left join survival
        on month_tenures.month_start = survival.month_start
        and month_tenures.breakdown = survival.breakdown
        and month_tenures.breakdown_value = survival.breakdown_value
        and month_tenures.tenure_months = survival.tenure_months

),

final as (

    select
        month_start,
        breakdown,
        breakdown_value,
        tenure_months,
        cast(at_risk_count as bigint) as at_risk_count,
        cast(churned_count as bigint) as churned_count,

        -- Who is at risk at one age was at risk at every age before: the curve is observed up to the last such age.
        max(case when at_risk_count >= {{ setting('ltv_minimum_at_risk') }} then tenure_months end) over (
            partition by month_start, breakdown, breakdown_value
        ) as observed_months,
        is_complete

    from accumulated

)

select * from final
where tenure_months <= observed_months
