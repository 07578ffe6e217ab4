{# The trimmed values of a row as one text, to tell copies of a row from other rows and to order rows the same way
   whatever the order of the file. #}
{% macro row_content(columns) %}
    {%- set cells = [] -%}
    {%- for column in columns -%}
        {%- do cells.append("coalesce(" ~ column ~ ", '')") -%}
    {%- endfor -%}
    {{- cells | join(' || chr(31) || ') -}}
{% endmacro %}
