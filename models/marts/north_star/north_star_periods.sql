with

attainment as (

    select * from {{ ref('north_star_attainment') }}

),

windows as (

    select * from {{ ref('int_north_star_periods') }}

),

breakdowns as (

    select * from {{ ref('int_profile_breakdowns') }}

),

breakdown_values as (

    select distinct
        breakdown,
        breakdown_value
    from breakdowns

),

by_breakdown as (

    select
        attainment.definition_name,
        attainment.definition_version,
        attainment.period_start,
        breakdowns.breakdown,
        breakdowns.breakdown_value,
        sum(attainment.qualifying_count) as qualifying_count,
        sum(attainment.population_count) as population_count,
        sum(attainment.quantity) as quantity

    from attainment

    inner join breakdowns
        on attainment.profile_id = breakdowns.profile_id

    group by 1, 2, 3, 4, 5

),

final as (

    select
        -- grain
        windows.definition_name,
        windows.definition_version,
        windows.period_start,
        windows.period_end,
        windows.window_unit,
        breakdown_values.breakdown,
        breakdown_values.breakdown_value,

        -- counts
        cast(coalesce(by_breakdown.qualifying_count, 0) as bigint) as qualifying_count,
        cast(coalesce(by_breakdown.population_count, 0) as bigint) as population_count,
        cast(by_breakdown.qualifying_count as double) / nullif(by_breakdown.population_count, 0) as qualifying_share,
        cast(coalesce(by_breakdown.quantity, 0) as decimal(38, 6)) as quantity,

        windows.is_primary,
        windows.is_in_force,
        windows.is_complete

    from windows

    cross join breakdown_values

    left join by_breakdown
        on windows.definition_name = by_breakdown.definition_name
        and windows.definition_version = by_breakdown.definition_version
        and windows.period_start = by_breakdown.period_start
        and breakdown_values.breakdown = by_breakdown.breakdown
        and breakdown_values.breakdown_value = by_breakdown.breakdown_value

)

select * from final
