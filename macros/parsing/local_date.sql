{# The day in the reporting time zone of a UTC timestamp. #}
{% macro local_date(column) %}
    {%- set timezone = setting('reporting_timezone') -%}
    {%- if timezone == "'UTC'" -%}
        cast({{ column }} as date)
    {%- else -%}
        cast(timezone({{ timezone }}, timezone('UTC', {{ column }})) as date)
    {%- endif -%}
{% endmacro %}
