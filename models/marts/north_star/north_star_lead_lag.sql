with

lead_lag as (

    select * from {{ ref('int_candidate_lead_lag') }}

),

definitions as (

    select * from {{ ref('int_north_star_definitions') }}

),

-- A correlation of fewer months says next to nothing.
of_a_year as (

    select
        *,
        case when month_count >= 12 then rank_correlation end as shown_correlation

    from lead_lag

),

-- Fisher's transformation, with the standard error of Bonett and Wright for ranks; a perfect one has no interval.
with_interval as (

    select
        *,
        case
            when abs(shown_correlation) < 1
                then 0.5 * ln((1 + shown_correlation) / (1 - shown_correlation))
        end as z,
        sqrt((1 + shown_correlation * shown_correlation / 2) / (month_count - 3)) as z_error

    from of_a_year

),

final as (

    select
        -- grain
        definitions.definition_name,
        definitions.definition_version,
        with_interval.outcome,
        with_interval.lag_months,

        with_interval.month_count,
        with_interval.shown_correlation as rank_correlation,
        1 - 2 / (exp(2 * (with_interval.z - 1.96 * with_interval.z_error)) + 1) as correlation_lower,
        1 - 2 / (exp(2 * (with_interval.z + 1.96 * with_interval.z_error)) + 1) as correlation_upper

    from with_interval

    inner join definitions
        on with_interval.definition_id = definitions.definition_id

)

select * from final
