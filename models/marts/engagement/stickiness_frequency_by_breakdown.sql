with

entity_months as (

    select * from {{ ref('int_active_entity_months') }}

),

sign_ups as (

    select * from {{ ref('int_sign_ups') }}

),

profiles as (

    select * from {{ ref('int_account_profiles') }}

),

months as (

    select * from {{ ref('months') }}

),

by_breakdown as (

    select
        entity_months.entity,
        entity_months.month_start,
        entity_months.active_day_count,
        {{ breakdown_columns() }},
        count(*) as entity_count

    from entity_months

    inner join sign_ups
        on entity_months.entity_number = sign_ups.entity_number

    inner join profiles
        on sign_ups.account_id = profiles.account_id

    group by
        {{ breakdown_sets([
            'entity_months.entity', 'entity_months.month_start', 'entity_months.active_day_count',
        ]) }}

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
