{# A text as a SQL literal, with its quotes doubled. #}
{% macro sql_text(text) %}
    {{- "'" ~ (text | string | replace("'", "''")) ~ "'" -}}
{% endmacro %}
