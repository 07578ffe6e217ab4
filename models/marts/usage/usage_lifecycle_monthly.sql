with

movements as (

    select * from {{ ref('int_usage_movements') }}

),

breakdowns as (

    select * from {{ ref('int_profile_breakdowns') }}

),

months as (

    select * from {{ ref('months') }}

),

breakdown_values as (

    select distinct
        breakdown,
        breakdown_value
    from breakdowns

),

by_profile as (

    select
        entity,
        month_start,
        profile_id,
        count(case when movement_type = 'new' then 1 end) as new_count,
        count(case when movement_type = 'retained' then 1 end) as retained_count,
        count(case when movement_type = 'resurrected' then 1 end) as resurrected_count,
        count(case when movement_type = 'churned' then 1 end) as churned_count

    from movements

    group by 1, 2, 3

),

first_months as (

    select
        entity,
        min(month_start) as first_month

    from by_profile

    group by 1

),

by_breakdown as (

    select
        by_profile.entity,
        by_profile.month_start,
        breakdowns.breakdown,
        breakdowns.breakdown_value,
        sum(by_profile.new_count) as new_count,
        sum(by_profile.retained_count) as retained_count,
        sum(by_profile.resurrected_count) as resurrected_count,
        sum(by_profile.churned_count) as churned_count

    from by_profile

    inner join breakdowns
        on by_profile.profile_id = breakdowns.profile_id

    group by 1, 2, 3, 4

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
