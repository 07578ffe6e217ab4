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

final as (

    select
        -- grain
        definitions.definition_name,
        definitions.definition_version,
        of_a_year.outcome,
        of_a_year.lag_months,

        of_a_year.month_count,
        of_a_year.shown_correlation as rank_correlation,
        {{ rank_correlation_bound('of_a_year.shown_correlation', 'of_a_year.month_count', '-') }} as correlation_lower,
        {{ rank_correlation_bound('of_a_year.shown_correlation', 'of_a_year.month_count', '+') }} as correlation_upper

    from of_a_year

    inner join definitions
        on of_a_year.definition_id = definitions.definition_id

)

select * from final
