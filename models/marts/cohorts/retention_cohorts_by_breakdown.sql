with

cohort_months as (

    select * from {{ ref('int_cohort_months') }}

),

qualifying as (

    select * from {{ ref('north_star_accounts') }}

),

north_star_periods as (

    select * from {{ ref('int_north_star_periods') }}

),

movements as (

    select * from {{ ref('int_account_mrr_movements') }}

),

profiles as (

    select * from {{ ref('int_account_profiles') }}

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

-- A window belongs to the month in which it ends. A North Star that counts users has no values here.
account_windows as (

    select
        definition_name,
        definition_version,
        period_start,
        cast({{ dbt.date_trunc('month', dbt.dateadd('day', -1, 'period_end')) }} as date) as month_start

    from north_star_periods

    where is_primary and is_in_force and entity = 'account'

),

window_months as (

    select distinct month_start from account_windows

),

-- Once a month, however many windows met it.
north_star_months as (

    select distinct
        account_windows.month_start,
        qualifying.account_id

    from qualifying

    inner join account_windows
        on qualifying.definition_name = account_windows.definition_name
        and qualifying.definition_version = account_windows.definition_version
        and qualifying.period_start = account_windows.period_start

),

first_months as (

    select distinct
        account_id,
        first_paid_month

    from movements

),

north_star_cells as (

    select
        first_months.first_paid_month as cohort_month,
        north_star_months.month_start,
        {{ breakdown_columns() }},
        count(*) as north_star_account_count

    from north_star_months

    inner join first_months
        on north_star_months.account_id = first_months.account_id
        and north_star_months.month_start >= first_months.first_paid_month

    inner join profiles
        on north_star_months.account_id = profiles.account_id

    group by {{ breakdown_sets(['first_months.first_paid_month', 'north_star_months.month_start']) }}

),

with_measures as (

    select
        cells.*,
        coalesce(cohort_months.is_complete, false) as is_complete,
        cohort_months.retained_account_count,
        cohort_months.mrr,
        -- In a month with windows the share of a cohort that met none is 0; in one without, it is null.
        case
            when window_months.month_start is not null
                then cast(coalesce(north_star_cells.north_star_account_count, 0) as bigint)
        end as north_star_account_count

    from cells

    -- A cell that as_of cuts is not over either.
    left join cohort_months
        on cells.breakdown = cohort_months.breakdown
        and cells.breakdown_value = cohort_months.breakdown_value
        and cells.cohort_month = cohort_months.cohort_month
        and cells.month_start = cohort_months.month_start
        and cohort_months.is_complete

    left join window_months
        on cohort_months.month_start = window_months.month_start

    left join north_star_cells
        on cohort_months.breakdown = north_star_cells.breakdown
        and cohort_months.breakdown_value = north_star_cells.breakdown_value
        and cohort_months.cohort_month = north_star_cells.cohort_month
        and cohort_months.month_start = north_star_cells.month_start

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
