{# What a select with breakdown_columns() is grouped by: `keys` alone, and with each attribute of the account. sqlfluff's
   DuckDB dialect does not know grouping sets, so it is shown a plain list of columns (.sqlfluff sets `is_linted`). #}
{% macro breakdown_sets(keys=[], others=[]) -%}
    {%- if var('is_linted', false) -%}
        {{ return((keys + breakdown_attributes(others).values() | list) | join(', ')) }}
    {%- endif -%}
    grouping sets (
        ({{ keys | join(', ') }}),
        {% for column in breakdown_attributes(others).values() %}
            ({{ (keys + [column]) | join(', ') }}){{ ',' if not loop.last }}
        {% endfor %}
    )
{%- endmacro %}
