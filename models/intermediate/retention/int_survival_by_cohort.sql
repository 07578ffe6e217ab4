with

lifetimes as (

    select * from {{ ref('int_account_lifetimes') }}

),

profiles as (

    select * from {{ ref('int_account_profiles') }}

),

breakdowns as (

    select * from {{ ref('int_profile_breakdowns') }}

),

months as (

    select * from {{ ref('months') }}

),

by_profile as (

    select
        profiles.profile_id,
        lifetimes.first_paid_month,
        lifetimes.tenure_months,
        count(*) as account_count,
        sum(case when lifetimes.is_ended then 1 else 0 end) as churned_count

    from lifetimes

    inner join profiles
        on lifetimes.account_id = profiles.account_id

    group by 1, 2, 3

),

by_breakdown as (

    select
        breakdowns.breakdown,
        breakdowns.breakdown_value,
        by_profile.first_paid_month,
        by_profile.tenure_months,
        sum(by_profile.account_count) as account_count,
        sum(by_profile.churned_count) as churned_count

    from by_profile

    inner join breakdowns
        on by_profile.profile_id = breakdowns.profile_id

    group by 1, 2, 3, 4

),

cohorts as (

    select
        breakdown,
        breakdown_value,
        first_paid_month,
        sum(account_count) as account_count

    from by_breakdown

    group by 1, 2, 3

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

-- At risk is whoever was not gone before: the cohort less those whose life was shorter.
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

)

select
    month_start,
    breakdown,
    breakdown_value,
    tenure_months,
    cast(at_risk_count as bigint) as at_risk_count,
    cast(churned_count as bigint) as churned_count

from counted
where at_risk_count > 0
