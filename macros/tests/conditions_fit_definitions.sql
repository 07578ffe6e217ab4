{# Every definition has conditions, exactly one of which is its quantity, and no condition is without a definition. #}
{% test conditions_fit_definitions(model, definitions) %}
select
    coalesce(definitions.definition_name, conditions.definition_name) as definition_name,
    coalesce(definitions.definition_version, conditions.definition_version) as definition_version,
    sum(case when conditions.is_reported_quantity then 1 else 0 end) as quantity_count

from {{ definitions }} as definitions

full outer join {{ model }} as conditions
    on definitions.definition_name = conditions.definition_name
    and definitions.definition_version = conditions.definition_version

group by 1, 2

having
    count(definitions.definition_name) = 0
    or count(conditions.definition_name) = 0
    or sum(case when conditions.is_reported_quantity then 1 else 0 end) != 1
{% endtest %}
