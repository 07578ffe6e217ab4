with

windows as (

    select * from {{ ref('int_north_star_windows') }}

),

periods as (

    select distinct
        definition_id,
        definition_name,
        definition_version,
        entity,
        window_unit,
        population,
        is_primary,
        is_in_force,
        condition_count,
        period_start,
        period_end,
        last_counted_date,
        is_complete

    from windows

)

select * from periods
