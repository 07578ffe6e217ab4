{# A CSV file as a relation of text columns: no guessing of dialect or types, and any ragged, cut or non-UTF-8 row
   is an error that names the file and the line. #}
{% macro strict_csv(path, columns) %}
    {%- set types = [] -%}
    {%- for column in columns -%}
        {%- do types.append(sql_text(column) ~ ": 'VARCHAR'") -%}
    {%- endfor -%}
    {{ return(
        'read_csv(' ~ sql_text(path) ~ ', auto_detect = false, header = true, columns = {' ~ types | join(', ') ~ '},'
        ~ " delim = ',', quote = '\"', escape = '\"', comment = '', nullstr = '', null_padding = false,"
        ~ ' ignore_errors = false, strict_mode = true, max_line_size = 33554432)'
    ) }}
{% endmacro %}
