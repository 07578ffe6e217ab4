{# A raw column as text without leading and trailing spaces; blank is null. Raw columns may have any type. #}
{% macro text_value(column) %}
    {{- "nullif(trim(cast(" ~ column ~ " as varchar)), '')" -}}
{% endmacro %}
