-- Objects make the rollup longer, so only those of events are kept whose objects some computed definition counts.
with

conditions as (

    select * from {{ ref('stg_reference__north_star_conditions') }}

),

definitions as (

    select * from {{ ref('stg_reference__north_star_definitions') }}

),

event_names as (

    select distinct unnest(string_split(conditions.event_names, '|')) as event_name

    from conditions

    inner join definitions
        on conditions.definition_name = definitions.definition_name
        and conditions.definition_version = definitions.definition_version

    where conditions.aggregate = 'distinct_objects' and definitions.status in ('active', 'candidate')

)

select event_name from event_names
