with

cohort_months as (

    select * from {{ ref('int_cohort_months') }}

),

north_star_months as (

    select * from {{ ref('int_cohort_north_star_months') }}

),

months as (

    select * from {{ ref('months') }}

),

cohorts as (

    select
        breakdown,
        breakdown_value,
        cohort_month,
        cohort_account_count,
        mrr as cohort_mrr

    from cohort_months

    where month_start = cohort_month

),

-- As many cells for every cohort as the oldest has months: what has not happened yet is an empty cell, not an absent
-- one.
oldest as (

    select min(cohort_month) as oldest_month from cohorts

),

ages as (

    select {{ months_between('oldest.oldest_month', 'months.month_start') }} as months_since

    from oldest

    inner join months
        on oldest.oldest_month <= months.month_start

),

cells as (

    select
        cohorts.*,
        ages.months_since,
        cast({{ dbt.dateadd('month', 'ages.months_since', 'cohorts.cohort_month') }} as date) as month_start

    from cohorts

    cross join ages

),

with_measures as (

    select
        cells.*,
        coalesce(cohort_months.is_complete, false) as is_complete,
        cohort_months.retained_account_count,
        cohort_months.mrr,
        north_star_months.north_star_account_count

    from cells

    -- A cell that as_of cuts has not fully happened either.
    left join cohort_months
        on cells.breakdown = cohort_months.breakdown
        and cells.breakdown_value = cohort_months.breakdown_value
        and cells.cohort_month = cohort_months.cohort_month
        and cells.month_start = cohort_months.month_start
        and cohort_months.is_complete

    left join north_star_months
        on cohort_months.breakdown = north_star_months.breakdown
        and cohort_months.breakdown_value = north_star_months.breakdown_value
        and cohort_months.cohort_month = north_star_months.cohort_month
        and cohort_months.month_start = north_star_months.month_start

),

with_cumulative as (

    select
        *,
        case
            when is_complete
                then cast(
                    sum(mrr) over (
                        partition by breakdown, breakdown_value, cohort_month order by months_since
                    ) as decimal(38, 6)
                )
        end as cumulative_mrr

    from with_measures

),

final as (

    select
        -- grain
        cohort_month,
        months_since,
        breakdown,
        breakdown_value,
        month_start,

        -- accounts
        cohort_account_count,
        retained_account_count,
        cast(retained_account_count as double) / cohort_account_count as account_retention_rate,

        -- money
        cohort_mrr,
        mrr,
        cast(mrr as double) / nullif(cast(cohort_mrr as double), 0) as mrr_retention_rate,
        cumulative_mrr,
        {{ rounded_quotient(in_millionths('cumulative_mrr'), 'cohort_account_count') }} as realised_ltv,

        -- value
        north_star_account_count,
        cast(north_star_account_count as double) / cohort_account_count as north_star_retention_rate,

        is_complete

    from with_cumulative

)

select * from final
