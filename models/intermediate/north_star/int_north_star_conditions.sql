with

conditions as (

    select * from {{ ref('stg_reference__north_star_conditions') }}

),

definitions as (

    select * from {{ ref('int_north_star_definitions') }}

),

joined as (

    select
        row_number() over (
            order by conditions.definition_name, conditions.definition_version, conditions.condition_name
        ) as condition_id,
        definitions.definition_id,
        definitions.entity,
        definitions.window_unit,
        definitions.window_days,
        conditions.event_names,
        conditions.aggregate,
        conditions.operator,
        conditions.threshold,
        conditions.is_reported_quantity,
        conditions.is_denominator,

        -- What an entity that did nothing of the kind is worth: 0 of it.
        {{ north_star_verdict('0') }} as is_met_by_nothing

    from conditions

    inner join definitions
        on conditions.definition_name = definitions.definition_name
        and conditions.definition_version = definitions.definition_version

)

select * from joined
