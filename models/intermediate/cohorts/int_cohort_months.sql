-- What each cohort's accounts pay in each month: running sums of what changed.
with

movements as (

    select * from {{ ref('int_account_mrr_movements') }}
    where first_paid_month <= month_start

),

profiles as (

    select * from {{ ref('int_account_profiles') }}

),

months as (

    select * from {{ ref('months') }}

),

by_breakdown as (

    select
        movements.first_paid_month as cohort_month,
        movements.month_start,
        {{ breakdown_columns() }},
        sum(case when movements.month_start = movements.first_paid_month then 1 else 0 end) as joined_count,
        sum(
            case when movements.closing_mrr > 0 then 1 else 0 end
            - case when movements.opening_mrr > 0 then 1 else 0 end
        ) as paying_change,
        sum(movements.closing_mrr - movements.opening_mrr) as mrr_change

    from movements

    inner join profiles
        on movements.account_id = profiles.account_id

    group by {{ breakdown_sets(['movements.first_paid_month', 'movements.month_start']) }}

),

cohorts as (

    select distinct
        breakdown,
        breakdown_value,
        cohort_month

    from by_breakdown

),

filled as (

    select
        cohorts.cohort_month,
        months.month_start,
        months.is_complete,
        cohorts.breakdown,
        cohorts.breakdown_value,
        coalesce(by_breakdown.joined_count, 0) as joined_count,
        coalesce(by_breakdown.paying_change, 0) as paying_change,
        coalesce(by_breakdown.mrr_change, 0) as mrr_change

    from cohorts

    inner join months
        on cohorts.cohort_month <= months.month_start

    left join by_breakdown
        on cohorts.breakdown = by_breakdown.breakdown
        and cohorts.breakdown_value = by_breakdown.breakdown_value
        and cohorts.cohort_month = by_breakdown.cohort_month
        and months.month_start = by_breakdown.month_start

),

running as (

    select
        cohort_month,
        month_start,
        is_complete,
        breakdown,
        breakdown_value,
        cast(sum(joined_count) over cohort_history as bigint) as cohort_account_count,
        cast(sum(paying_change) over cohort_history as bigint) as retained_account_count,
        cast(sum(mrr_change) over cohort_history as decimal(38, 6)) as mrr

    from filled

    window cohort_history as (
        partition by breakdown, breakdown_value, cohort_month order by month_start
    )

)

select * from running
