{# Raises when a file lacks a column of the contract. Other columns and any order are fine. #}
{% macro check_raw_columns(name, path, columns, present) %}
    {%- set present_lower = present | map('lower') | list -%}
    {%- set missing = columns | reject('in', present_lower) | list -%}
    {%- if missing -%}
        {{ exceptions.raise_compiler_error(
            "Raw table '" ~ name ~ "': " ~ path ~ " lacks the column" ~ ('s ' if missing | length > 1 else ' ')
            ~ missing | join(', ') ~ '. It has: ' ~ present | join(', ')
            ~ '. A column without values may be empty, but it must be there.'
        ) }}
    {%- endif -%}
{% endmacro %}
