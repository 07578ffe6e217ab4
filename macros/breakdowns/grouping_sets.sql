{# `grouping sets` of lists of columns. sqlfluff's DuckDB dialect does not know them, so it is shown a plain list of
   columns (.sqlfluff sets `is_linted`). #}
{% macro grouping_sets(levels) -%}
    {%- if var('is_linted', false) -%}
        {{ return(levels | sum(start=[]) | unique | join(', ')) }}
    {%- endif -%}
    grouping sets (
        {% for level in levels %}
            ({{ level | join(', ') }}){{ ',' if not loop.last }}
        {% endfor %}
    )
{%- endmacro %}
