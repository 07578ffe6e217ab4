with

movements as (

    select * from {{ ref('usage_movements') }}

),

returns as (

    select * from {{ ref('usage_returns') }}

),

windows as (

    select * from {{ ref('int_usage_retention_windows') }}

),

profiles as (

    select * from {{ ref('int_account_profiles') }}

),

months as (

    select
        month_start,
        -- Days since the last possible member of the cohort started.
        {{ setting('as_of') }} - next_month_start + 1 as cohort_age_days
    from {{ ref('months') }}

),

breakdown_values as (

    select {{ breakdown_columns() }}
    from profiles
    group by {{ breakdown_sets() }}

),

-- A month's cohort is whoever is new in it.
cohorts as (

    select
        month_start as cohort_month,
        entity,
        {{ breakdown_columns() }},
        sum(new_count) as cohort_count

    from movements

    where movement_type = 'new'

    group by {{ breakdown_sets(['month_start', 'entity']) }}

),

returned as (

    select
        cohort_month,
        entity,
        window_name,
        {{ breakdown_columns() }},
        sum(returned_count) as returned_count

    from returns

    group by {{ breakdown_sets(['cohort_month', 'entity', 'window_name']) }}

),

first_months as (

    select
        entity,
        min(cohort_month) as first_month

    from cohorts

    group by entity

),

dense as (

    select
        months.month_start as cohort_month,
        first_months.entity,
        windows.window_name,
        windows.kind,
        windows.first_day,
        windows.last_day,
        breakdown_values.breakdown,
        breakdown_values.breakdown_value,
        cast(coalesce(cohorts.cohort_count, 0) as bigint) as cohort_count,
        case
            when months.cohort_age_days >= windows.mature_after_days
                then cast(coalesce(returned.returned_count, 0) as bigint)
        end as returned_count,
        months.cohort_age_days >= windows.mature_after_days as is_complete

    from months

    inner join first_months
        on months.month_start >= first_months.first_month

    cross join windows

    cross join breakdown_values

    left join cohorts
        on months.month_start = cohorts.cohort_month
        and first_months.entity = cohorts.entity
        and breakdown_values.breakdown = cohorts.breakdown
        and breakdown_values.breakdown_value = cohorts.breakdown_value

    left join returned
        on months.month_start = returned.cohort_month
        and first_months.entity = returned.entity
        and windows.window_name = returned.window_name
        and breakdown_values.breakdown = returned.breakdown
        and breakdown_values.breakdown_value = returned.breakdown_value

),

final as (

    select
        -- grain
        cohort_month,
        entity,
        window_name,
        breakdown,
        breakdown_value,

        -- window
        kind,
        first_day,
        last_day,

        -- counts
        cohort_count,
        returned_count,
        cast(returned_count as double) / nullif(cohort_count, 0) as usage_retention_rate,

        is_complete

    from dense

)

select * from final
