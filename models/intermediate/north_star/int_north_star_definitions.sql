{#- Attribute of the population, by the name that the definition gives it. -#}
{%- set attributes = {
    'plan': 'plan_name', 'segment': 'segment', 'industry': 'industry', 'country': 'country',
    'channel': 'acquisition_channel', 'account_id': 'account_id',
} -%}
with

definitions as (

    select * from {{ ref('stg_reference__north_star_definitions') }}

),

conditions as (

    select
        definition_name,
        definition_version,
        count(*) as condition_count

    from {{ ref('stg_reference__north_star_conditions') }}

    group by 1, 2

),

-- Library and retired definitions keep their rows in the seed; they are not computed.
computed as (

    select
        row_number() over (order by definitions.definition_name, definitions.definition_version) as definition_id,
        definitions.definition_name,
        definitions.definition_version,
        definitions.label,
        definitions.entity,
        definitions.window_unit,
        definitions.window_days,
        definitions.population,
        dense_rank() over (order by definitions.population, definitions.entity) as population_id,
        case
            when definitions.population like 'paying%' then 'paying'
            when definitions.population like 'trial%' then 'trial'
            else 'all'
        end as base_population,
        {% for name, column in attributes.items() %}
            nullif(regexp_extract(definitions.population, '(^|&){{ name }}=([^&]*)', 2), '') as population_{{ column }},
        {% endfor %}
        definitions.reports,
        definitions.status = 'active' as is_active,
        definitions.is_primary,
        definitions.valid_from,
        definitions.valid_to,
        conditions.condition_count

    from definitions

    inner join conditions
        on definitions.definition_name = conditions.definition_name
        and definitions.definition_version = conditions.definition_version

    where definitions.status in ('active', 'candidate')

)

select * from computed
