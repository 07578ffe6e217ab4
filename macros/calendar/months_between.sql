{# How many months a month lies after an earlier one, both given by any of their days. #}
{% macro months_between(earlier, later) -%}
    12 * (extract(year from {{ later }}) - extract(year from {{ earlier }}))
    + extract(month from {{ later }}) - extract(month from {{ earlier }})
{%- endmacro %}
