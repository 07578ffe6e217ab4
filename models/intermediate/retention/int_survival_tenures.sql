-- By the end of each month: how many accounts are known to have reached an age, and how many of them left at it. The
-- month in which an account first had no MRR is already in its changes, so int_account_mrr_movements would be a detour.
with

changes as (

    select * from {{ ref('int_account_mrr_changes') }}

),

intervals as (

    select * from {{ ref('int_account_paying_intervals') }}

),

profiles as (

    select * from {{ ref('int_account_profiles') }}

),

months as (

    select * from {{ ref('months') }}

),

first_months as (

    {{ first_paid_months() }}

),

-- A month that as_of cuts says nothing yet: an account that pays nothing in it may still pay at its end.
last_months as (

    select max(month_start) as last_complete_month from months
    where is_complete

),

-- The first month that ends without MRR is one in which something changed. A return does not start a new lifetime, and
-- usage paid for before the first MRR is not part of it.
ended_months as (

    select
        changes.account_id,
        first_months.first_paid_month,
        last_months.last_complete_month,
        min(
            case
                when changes.closing_mrr = 0 and changes.month_start <= last_months.last_complete_month
                    then changes.month_start
            end
        ) as ended_month

    from changes

    inner join first_months
        on changes.account_id = first_months.account_id
        and changes.month_start >= first_months.first_paid_month

    inner join last_months
        on first_months.first_paid_month <= last_months.last_complete_month

    group by changes.account_id, first_months.first_paid_month, last_months.last_complete_month

),

-- A lifetime that goes on is known until now (censored).
lifetimes as (

    select
        account_id,
        first_paid_month,
        ended_month is not null as is_ended,
        {{ months_between('first_paid_month', 'coalesce(ended_month, last_complete_month)') }} as tenure_months

    from ended_months

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

-- Accounts at risk are those that had not left before: the cohort less those whose lifetime was shorter.
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

oldest as (

    select
        breakdown,
        breakdown_value,
        min(first_paid_month) as first_paid_month

    from cohorts

    group by breakdown, breakdown_value

),

-- Every month looks back at every lifetime that an account can have reached by then.
month_tenures as (

    select
        seen_from.month_start,
        oldest.breakdown,
        oldest.breakdown_value,
        seen_from.is_complete,
        {{ months_between('oldest.first_paid_month', 'reached.month_start') }} as tenure_months

    from oldest

    inner join months as reached
        on oldest.first_paid_month <= reached.month_start

    inner join months as seen_from
        on reached.month_start <= seen_from.month_start

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

        -- Accounts at risk at one age were at risk at every earlier age: the curve is observed up to the last such age.
        max(case when at_risk_count >= {{ setting('ltv_minimum_at_risk') }} then tenure_months end) over (
            partition by month_start, breakdown, breakdown_value
        ) as observed_months,
        is_complete

    from accumulated

)

select * from final
where tenure_months <= observed_months
