{%- set periods = setting('north_star_trailing_periods') -%}
with

values_by_period as (

    select
        *,
        reported_numerator / nullif(reported_denominator, 0) as reported_value
    from {{ ref('int_north_star_values') }}

),

-- Incomplete periods come last, so every row before a complete one is complete. Sums are divided, not shares averaged.
with_history as (

    select
        *,
        lag(reported_value) over value_history as previous_value,
        lag(qualifying_count) over value_history as previous_qualifying_count,
        count(*) over last_periods as trailing_count,
        sum(reported_numerator) over last_periods / nullif(sum(reported_denominator) over last_periods, 0)
            as trailing_value

    from values_by_period

    window
        value_history as (partition by definition_id, breakdown_id order by period_start),
        last_periods as (
            partition by definition_id, breakdown_id order by period_start
            rows between {{ periods | int - 1 }} preceding and current row
        )

),

final as (

    select
        -- grain
        definition_name,
        definition_version,
        period_start,
        period_end,
        window_unit,
        breakdown,
        breakdown_value,

        -- definition
        label,
        entity,
        reports,

        -- counts
        qualifying_count,
        population_count,
        cast(qualifying_count as double) / nullif(population_count, 0) as qualifying_share,
        quantity,
        denominator_quantity,

        -- the number shown first
        reported_value,
        previous_value,
        case when is_complete then reported_value - previous_value end as value_change,
        case when is_complete and trailing_count = {{ periods }} then trailing_value end as trailing_average,

        -- who came and went: qualifying = new + retained + resurrected, previous = retained + lost
        previous_qualifying_count,
        new_count,
        retained_count,
        resurrected_count,
        lost_count,

        is_primary,
        is_in_force,
        is_complete

    from with_history

)

select * from final
