{# The texts that a query finds, as a list for `in (...)`: `''` when there are none. #}
{% macro text_list(query) %}
    {%- set literals = [] -%}
    {%- for text in (run_query(query).columns[0].values() if execute else []) -%}
        {%- do literals.append(sql_text(text)) -%}
    {%- endfor -%}
    {{- literals | join(', ') or "''" -}}
{% endmacro %}
