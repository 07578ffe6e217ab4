with

periods as (

    select * from {{ ref('north_star_periods_by_breakdown') }}
    where is_primary and is_in_force and breakdown = 'total'

),

final as (

    select
        -- grain
        period_start,
        period_end,
        window_unit,

        -- definition
        definition_name,
        definition_version,
        label,
        entity,
        reports,

        -- the number shown first
        reported_value,
        previous_value,
        value_change,
        trailing_average,

        -- metrics
        qualifying_count as north_star_qualifying_count,
        population_count as north_star_population_count,
        qualifying_share as north_star_share,
        quantity as north_star_quantity,
        new_count as north_star_new_count,
        retained_count as north_star_retained_count,
        resurrected_count as north_star_resurrected_count,
        lost_count as north_star_lost_count,

        is_complete

    from periods

)

select * from final
