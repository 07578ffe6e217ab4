with

movements as (

    select * from {{ ref('usage_movements') }}

),

profiles as (

    select * from {{ ref('int_account_profiles') }}

),

months as (

    select * from {{ ref('months') }}

),

breakdown_values as (

    select {{ breakdown_columns() }}
    from profiles
    group by {{ breakdown_sets() }}

),

first_months as (

    select
        entity,
        min(month_start) as first_month

    from movements

    group by entity

),

by_breakdown as (

    select
        entity,
        month_start,
        {{ breakdown_columns() }},
        sum(new_count) as new_count,
        sum(retained_count) as retained_count,
        sum(resurrected_count) as resurrected_count,
        sum(churned_count) as churned_count

    from movements

    group by {{ breakdown_sets(['entity', 'month_start']) }}

),

dense as (

    select
        months.month_start,
        first_months.entity,
        breakdown_values.breakdown,
        breakdown_values.breakdown_value,
        cast(coalesce(by_breakdown.new_count, 0) as bigint) as new_count,
        cast(coalesce(by_breakdown.retained_count, 0) as bigint) as retained_count,
        cast(coalesce(by_breakdown.resurrected_count, 0) as bigint) as resurrected_count,
        cast(coalesce(by_breakdown.churned_count, 0) as bigint) as churned_count,
        months.is_complete

    from months

    inner join first_months
        on months.month_start >= first_months.first_month

    cross join breakdown_values

    left join by_breakdown
        on months.month_start = by_breakdown.month_start
        and first_months.entity = by_breakdown.entity
        and breakdown_values.breakdown = by_breakdown.breakdown
        and breakdown_values.breakdown_value = by_breakdown.breakdown_value

),

final as (

    select
        -- grain
        month_start,
        entity,
        breakdown,
        breakdown_value,

        -- opening + new + resurrected - churned = active
        retained_count + churned_count as opening_count,
        new_count,
        retained_count,
        resurrected_count,
        churned_count,
        new_count + retained_count + resurrected_count as active_count,
        cast(churned_count as double) / nullif(retained_count + churned_count, 0) as usage_churn_rate,

        is_complete

    from dense

)

select * from final
