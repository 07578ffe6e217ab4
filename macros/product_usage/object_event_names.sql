{# The events whose objects a computed North Star definition counts. Only their objects are kept: objects make the counted
   events longer. #}
{% macro object_event_names() %}
    select distinct unnest(string_split(conditions.event_names, '|')) as event_name

    from {{ ref('stg_reference__north_star_conditions') }} as conditions

    inner join {{ ref('stg_reference__north_star_definitions') }} as definitions
        on conditions.definition_name = definitions.definition_name
        and conditions.definition_version = definitions.definition_version

    where conditions.aggregate = 'distinct_objects' and definitions.status in ('active', 'candidate')
{% endmacro %}
