{# Where the folder has a manifest.json ({"accounts": 412, ...}), raises when a table has fewer rows than it says:
   the file was cut. #}
{% macro check_raw_row_counts(folder) %}
    {%- set path = folder ~ '/manifest.json' -%}
    {%- if run_query("select 1 from glob(" ~ sql_text(path) ~ ")").rows -%}
        {%- set promised = fromjson(run_query("select content from read_text(" ~ sql_text(path) ~ ")").columns[0].values()[0]) -%}
        {%- if promised is not mapping -%}
            {{ exceptions.raise_compiler_error(path ~ ' must be a JSON object of table names and row counts, such as {"accounts": 412}.') }}
        {%- endif -%}
        {%- set names = raw_table_names() -%}
        {%- for name in promised if name not in names -%}
            {%- do exceptions.warn(path ~ " names '" ~ name ~ "', which is no raw table. The tables are " ~ names | join(', ') ~ '.') -%}
        {%- endfor -%}
        {%- for source in graph.sources.values() if source.name in promised -%}
            {%- if promised[source.name] is not integer -%}
                {{ exceptions.raise_compiler_error(path ~ ": the row count of '" ~ source.name ~ "' is not a whole number.") }}
            {%- endif -%}
            {%- set loaded = run_query('select count(*) from raw.' ~ source.name).columns[0].values()[0] | int -%}
            {%- if loaded < promised[source.name] -%}
                {{ exceptions.raise_compiler_error(
                    "Raw table '" ~ source.name ~ "' has " ~ loaded ~ ' rows, but ' ~ path ~ ' says '
                    ~ promised[source.name] ~ ': the file was cut.'
                ) }}
            {%- endif -%}
        {%- endfor -%}
    {%- endif -%}
{% endmacro %}
