{# Which rows of its mart a metric's column is read from, apart from the breakdown; from the metric's meta. #}
{% macro conditions_of(meta) %}
    {%- set conditions = [] -%}
    {%- if meta.mart == 'north_star_periods_by_breakdown' -%}
        {%- do conditions.extend(['is_primary', 'is_in_force']) -%}
    {%- endif -%}
    {%- for column in ['period_grain', 'horizon_months', 'entity', 'window_name', 'step_name'] if column in meta -%}
        {%- set value = meta[column] -%}
        {%- do conditions.append(column ~ ' = ' ~ (value if value is number else sql_text(value))) -%}
    {%- endfor -%}
    {{ return(conditions) }}
{% endmacro %}
