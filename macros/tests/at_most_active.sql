{# Names the definitions when more than `most` are active. #}
{% test at_most_active(model, most) %}
select definition_name, definition_version

from {{ model }}

where status = 'active' and (select count(*) from {{ model }} where status = 'active') > {{ most }}
{% endtest %}
