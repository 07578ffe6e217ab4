{# Raises when schema `raw` has a table of one of these names that the loader did not make: it would be replaced. The
   loader comments on what it makes; earlier versions did not, but gave every table _file and kept event_files. #}
{% macro check_raw_tables_are_ours(names) %}
    {%- set literals = [] -%}
    {%- for name in names -%}
        {%- do literals.append(sql_text(name)) -%}
    {%- endfor -%}
    {%- set foreign = run_query("
        with

        tables as (

            select
                table_name,
                table_comment
            from information_schema.tables
            where table_catalog = current_database() and table_schema = 'raw'

        ),

        loaded_before as (

            select distinct table_name
            from information_schema.columns
            where
                table_catalog = current_database()
                and table_schema = 'raw'
                and (column_name = '_file' or (table_name = 'event_files' and column_name = 'file_version'))
                and exists (select 1 from tables where table_name = 'event_files')

        )

        select tables.table_name

        from tables

        left join loaded_before
            on tables.table_name = loaded_before.table_name

        where
            tables.table_name in (" ~ literals | join(', ') ~ ")
            and coalesce(tables.table_comment, '') != " ~ sql_text(raw_table_comment()) ~ "
            and loaded_before.table_name is null

        order by 1
    ").columns[0].values() -%}
    {%- if foreign -%}
        {{ exceptions.raise_compiler_error(
            "The database has raw." ~ foreign | join(', raw.') ~ ", which this project did not make and"
            ~ " loading raw files would replace. Nothing was changed. Build into a database file of its own"
            ~ " (NORTH_STAR_DB=company.duckdb), or move these tables to another schema."
        ) }}
    {%- endif -%}
{% endmacro %}
