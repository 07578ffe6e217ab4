{# The column of a published mart that says which day, window or month a row is about. #}
{% macro period_column_of(mart) %}
    {%- set columns = graph.nodes['model.' ~ project_name ~ '.' ~ mart].columns -%}
    {{ return(['month_start', 'date_day', 'period_start', 'cohort_month'] | select('in', columns) | first) }}
{% endmacro %}
