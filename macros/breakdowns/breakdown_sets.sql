{# What a select with breakdown_columns() is grouped by: `keys` alone, and with each attribute of the account. #}
{% macro breakdown_sets(keys=[], others=[]) -%}
    {%- set sets = [keys] -%}
    {%- for column in breakdown_attributes(others).values() -%}
        {%- do sets.append(keys + [column]) -%}
    {%- endfor -%}
    {{ grouping_sets(sets) }}
{%- endmacro %}
