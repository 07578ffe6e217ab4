{#- Attribute of the population, by the name that the definition gives it. -#}
{%- set attributes = {
    'plan': 'plan_name', 'segment': 'segment', 'industry': 'industry', 'country': 'country',
    'channel': 'acquisition_channel', 'account_id': 'account_id',
} -%}
with

definitions as (

    select * from {{ ref('int_north_star_definitions') }}

),

populations as (

    select distinct
        population,
        entity,
        {% for name, column in attributes.items() %}
            nullif(regexp_extract(population, '(^|&){{ name }}=([^&]*)', 2), '') as {{ column }},
        {% endfor %}
        case
            when population like 'paying%' then 'paying'
            when population like 'trial%' then 'trial'
            else 'all'
        end as base_population

    from definitions

)

select * from populations
