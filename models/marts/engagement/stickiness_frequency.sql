with

entity_months as (

    select * from {{ ref('int_active_entity_months') }}

),

breakdowns as (

    select * from {{ ref('int_profile_breakdowns') }}

),

months as (

    select * from {{ ref('months') }}

),

by_profile as (

    select
        entity,
        month_start,
        profile_id,
        active_day_count,
        count(*) as entity_count

    from entity_months

    group by 1, 2, 3, 4

),

by_breakdown as (

    select
        by_profile.entity,
        by_profile.month_start,
        by_profile.active_day_count,
        breakdowns.breakdown,
        breakdowns.breakdown_value,
        cast(sum(by_profile.entity_count) as bigint) as entity_count

    from by_profile

    inner join breakdowns
        on by_profile.profile_id = breakdowns.profile_id

    group by 1, 2, 3, 4, 5

),

with_active_count as (

    select
        *,
        cast(sum(entity_count) over (
            partition by entity, month_start, breakdown, breakdown_value
        ) as bigint) as active_count

    from by_breakdown

),

final as (

    select
        -- grain
        with_active_count.month_start,
        with_active_count.entity,
        with_active_count.active_day_count,
        with_active_count.breakdown,
        with_active_count.breakdown_value,

        -- counts
        with_active_count.entity_count,
        with_active_count.active_count,
        cast(with_active_count.entity_count as double) / with_active_count.active_count as active_share,

        months.is_complete

    from with_active_count

    inner join months
        on with_active_count.month_start = months.month_start

)

select * from final
