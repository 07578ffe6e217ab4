with

conditions as (

    select * from {{ ref('stg_reference__north_star_conditions') }}

),

definitions as (

    select * from {{ ref('int_north_star_definitions') }}

),

computed as (

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

        -- An entity without any such events has 0 of them.
        {{ north_star_verdict('0') }} as is_met_by_nothing

    from conditions

    inner join definitions
        on conditions.definition_name = definitions.definition_name
        and conditions.definition_version = definitions.definition_version

),

-- Conditions that differ only in threshold and operator share a measure: it is worked out once.
with_measure as (

    select
        *,
        dense_rank() over (
            order by entity, aggregate, window_unit, coalesce(window_days, 0), event_names
        ) as measure_id

    from computed

),

-- Name by name, so that usage is joined by equality.
condition_events as (

    select distinct
        with_measure.*,
        unnest(string_split(with_measure.event_names, '|')) as event_name

    from with_measure

)

-- `*` alone is any event; in a list it is a name like others, which no event has.
select * from condition_events
where event_name != '*' or event_names = '*'
