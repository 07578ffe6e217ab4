{# DuckDB only: makes schema `raw` from a folder of files, strictly, before any model runs. A folder that breaks the
   contract (see the sources' YAML, which lists tables and columns) stops the build here, with every mart untouched.
   CSV files are read once into tables, all text; Parquet files become views. An absent table is an empty one. #}
{% macro load_raw_files() %}
    {%- if execute and target.type == 'duckdb' and flags.WHICH in ('build', 'run', 'run-operation') -%}
        {%- set folder = env_var('NORTH_STAR_RAW', '') | trim or 'seeds/demo' -%}
        {%- if not run_query("select 1 from glob(" ~ sql_text(folder ~ '/**') ~ ") limit 1").rows -%}
            {{ exceptions.raise_compiler_error("Raw folder '" ~ folder ~ "' holds no files. Set NORTH_STAR_RAW to a folder with accounts.csv (or .parquet), events.csv, ...") }}
        {%- endif -%}
        {%- set names = graph.sources.values() | map(attribute='name') | list -%}
        {%- do check_raw_tables_are_ours(names) -%}
        {%- do report_unread_files(folder) -%}
        {%- set statements = [] -%}
        {%- for source in graph.sources.values() | sort(attribute='name') if source.source_name != 'loading' -%}
            {%- do statements.append(raw_table_statement(folder, source.name, source.columns.values() | list)) -%}
        {%- endfor -%}
        {%- do run_query('create schema if not exists raw') -%}
        {%- do run_query('begin transaction') -%}
        {%- for statement in statements -%}
            {%- do run_query(statement) -%}
        {%- endfor -%}
        {%- do check_raw_row_counts(folder) -%}
        {%- set event_files = [sql_text(folder ~ '/events/*.parquet')] -%}
        {%- for ending in raw_file_endings() -%}
            {%- do event_files.append(sql_text(folder ~ '/events' ~ ending)) -%}
        {%- endfor -%}
        {#- Which files have events, and a mark that changes with their content: it tells an incremental build what to do. -#}
        {%- do run_query(
            "create or replace table raw.event_files as select filename as source_file, size || '|' || epoch_us(last_modified) as file_version from read_blob(["
            ~ event_files | join(', ') ~ "]); comment on table raw.event_files is " ~ sql_text(raw_table_comment())
        ) -%}
        {%- do run_query('commit') -%}
    {%- endif -%}
{% endmacro %}
