{# The column names in the first line of a CSV file. Read in parallel, a large file may give another line first. #}
{% macro csv_header(name, path) %}
    {%- set lines = run_query(
        "select line from read_csv(" ~ sql_text(path) ~ ", header = false, auto_detect = false, columns = {'line': 'VARCHAR'},"
        ~ " delim = chr(1), quote = '', escape = '', strict_mode = false, ignore_errors = true, parallel = false) limit 1"
    ).columns[0].values() -%}
    {%- if not lines or not (lines[0] or '') | trim -%}
        {{ exceptions.raise_compiler_error("Raw table '" ~ name ~ "': " ~ path ~ " is empty; it needs at least a header line.") }}
    {%- endif -%}
    {%- set header = [] -%}
    {%- for cell in lines[0].split(',') -%}
        {%- set column = (cell | trim).strip('"') | trim -%}
        {%- if column | lower in header | map('lower') -%}
            {{ exceptions.raise_compiler_error("Raw table '" ~ name ~ "': " ~ path ~ " has the column '" ~ column ~ "' twice.") }}
        {%- endif -%}
        {%- do header.append(column) -%}
    {%- endfor -%}
    {{ return(header) }}
{% endmacro %}
