{# One test for the key of a grain: its columns are never null and together occur once. #}
{% test is_unique_together(model, columns) %}
select {{ columns | join(', ') }}

from {{ model }}

group by {{ columns | join(', ') }}

having
    count(*) > 1
    {% for column in columns %}
    or {{ column }} is null
    {% endfor %}
{% endtest %}
