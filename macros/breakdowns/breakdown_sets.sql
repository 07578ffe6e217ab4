{# The groups of a select with breakdown_columns(): `keys` alone, and with each attribute of the account. #}
{% macro breakdown_sets(keys=[], others=[]) -%}
    {%- set levels = [keys] -%}
    {%- for column in breakdown_attributes(others).values() -%}
        {%- do levels.append(keys + [column]) -%}
    {%- endfor -%}
    {{ grouping_sets(levels) }}
{%- endmacro %}
