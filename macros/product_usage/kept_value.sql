{# One trimmed value of `kept_row` (see int_events): reason, values and raw row are separated by chr(30), values by
   chr(31). #}
{% macro kept_value(column) -%}
    {%- set content = dbt.split_part('kept_row', 'chr(30)', 2) -%}
    nullif({{ dbt.split_part(content, 'chr(31)', event_columns().index(column) + 1) }}, '')
{%- endmacro %}
