with

revenue as (

    select * from {{ ref('int_revenue_by_breakdown') }}

),

lifetimes as (

    select * from {{ ref('int_account_lifetimes') }}

),

profiles as (

    select * from {{ ref('int_account_profiles') }}

),

months as (

    select * from {{ ref('months') }}

),

by_breakdown as (

    select
        lifetimes.first_paid_month,
        lifetimes.tenure_months,
        {{ breakdown_columns() }},
        count(*) as account_count,
        sum(case when lifetimes.is_ended then 1 else 0 end) as churned_count

    from lifetimes

    inner join profiles
        on lifetimes.account_id = profiles.account_id

    group by {{ breakdown_sets(['lifetimes.first_paid_month', 'lifetimes.tenure_months']) }}

),

cohorts as (

    select
        breakdown,
        breakdown_value,
        first_paid_month,
        sum(account_count) as account_count

    from by_breakdown

    group by breakdown, breakdown_value, first_paid_month

),

cohort_months as (

    select
        cohorts.*,
        months.month_start,
        {{ months_between('cohorts.first_paid_month', 'months.month_start') }} as tenure_months

    from cohorts

    inner join months
        on cohorts.first_paid_month <= months.month_start

    where months.is_complete

),

-- At risk are accounts that were not gone before: the cohort less those whose life was shorter.
counted as (

    select
        cohort_months.month_start,
        cohort_months.breakdown,
        cohort_months.breakdown_value,
        cohort_months.tenure_months,
        cohort_months.account_count - coalesce(
            sum(by_breakdown.account_count) over (
                partition by
                    cohort_months.breakdown, cohort_months.breakdown_value, cohort_months.first_paid_month
                order by cohort_months.tenure_months
                rows between unbounded preceding and 1 preceding
            ), 0
        ) as at_risk_count,
        coalesce(by_breakdown.churned_count, 0) as churned_count

    from cohort_months

    left join by_breakdown
        on cohort_months.breakdown = by_breakdown.breakdown
        and cohort_months.breakdown_value = by_breakdown.breakdown_value
        and cohort_months.first_paid_month = by_breakdown.first_paid_month
        and cohort_months.tenure_months = by_breakdown.tenure_months

),

survival as (

    select * from counted
    where at_risk_count > 0

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
