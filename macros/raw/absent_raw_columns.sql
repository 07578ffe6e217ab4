{# The optional columns that a file lacks, as null columns for its select list. Raises when the file lacks a column that
   the contract demands; warns of columns that it does not know. Any order is fine. #}
{% macro absent_raw_columns(name, path, columns, present) %}
    {%- set present_lower = present | map('lower') | list -%}
    {%- set missing = [] -%}
    {%- set absent = [] -%}
    {%- for column in columns if column.name not in present_lower -%}
        {%- if column.config.meta.get('is_optional') -%}
            {%- do absent.append('cast(null as varchar) as ' ~ adapter.quote(column.name) ~ ', ') -%}
        {%- else -%}
            {%- do missing.append(column.name) -%}
        {%- endif -%}
    {%- endfor -%}
    {%- if missing -%}
        {{ exceptions.raise_compiler_error(
            "Raw table '" ~ name ~ "': " ~ path ~ " lacks the column" ~ ('s ' if missing | length > 1 else ' ')
            ~ missing | join(', ') ~ '. It has: ' ~ present | join(', ')
            ~ '. A column without values may be empty, but it must be there.'
        ) }}
    {%- endif -%}
    {%- set known = columns | map(attribute='name') | list -%}
    {%- set unread = present_lower | reject('in', known + ['_file']) | list -%}
    {%- if unread -%}
        {%- do exceptions.warn("Raw table '" ~ name ~ "': nobody reads the column" ~ ('s ' if unread | length > 1 else ' ') ~ unread | join(', ') ~ ' of ' ~ path ~ '.') -%}
    {%- endif -%}
    {{ return(absent | join) }}
{% endmacro %}
