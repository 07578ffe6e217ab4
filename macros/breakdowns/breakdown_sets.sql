{# What a select with breakdown_columns() is grouped by: `keys` alone, and with each attribute of the account. #}
{% macro breakdown_sets(keys=[], others=[]) -%}
    grouping sets (
        ({{ keys | join(', ') }}),
        {% for column in breakdown_attributes(others).values() %}
            ({{ (keys + [column]) | join(', ') }}){{ ',' if not loop.last }}
        {% endfor %}
    )
{%- endmacro %}
