{# The grouping sets of a select. sqlfluff's DuckDB dialect does not know them, so it is shown a plain list of columns
   (.sqlfluff sets `is_linted`). #}
{% macro grouping_sets(sets) -%}
    {%- if var('is_linted', false) -%}
        {{ return(sets | sum(start=[]) | unique | join(', ')) }}
    {%- endif -%}
    grouping sets (
        {% for columns in sets %}
            ({{ columns | join(', ') }}){{ ',' if not loop.last }}
        {% endfor %}
    )
{%- endmacro %}
