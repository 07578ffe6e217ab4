{# The statement that makes raw table `name` from its file in `folder`; raises when the file breaks the contract.
   `columns` are those of the source's YAML; one whose meta says `is_optional` may be absent and is then null.
   Column _file says which file a row came from. #}
{% macro raw_table_statement(folder, name, columns) %}
    {%- set path = folder ~ '/' ~ name -%}
    {#- One query for all that has to be known: each costs dbt more than it costs DuckDB. -#}
    {%- set known = ["(select min(table_type) from information_schema.tables where table_schema = 'raw' and table_name = " ~ sql_text(name) ~ ")"] -%}
    {%- set patterns = [path ~ '/*.parquet'] -%}
    {%- for ending in raw_file_endings() -%}
        {%- do patterns.append(path ~ ending) -%}
    {%- endfor -%}
    {%- for pattern in patterns -%}
        {%- do known.append('(select count(*) from glob(' ~ sql_text(pattern) ~ '))') -%}
    {%- endfor -%}
    {%- set answer = run_query('select ' ~ known | join(', ')).rows[0].values() -%}
    {%- set kind = answer[0] -%}
    {%- set found = [] -%}
    {%- for pattern in patterns -%}
        {%- do found.append(pattern) if answer[loop.index] -%}
    {%- endfor -%}
    {%- if found | length > 1 -%}
        {{ exceptions.raise_compiler_error("Raw table '" ~ name ~ "' is there more than once: " ~ found | join(', ') ~ '. Keep one.') }}
    {%- endif -%}
    {%- set target_name = 'raw.' ~ name -%}
    {#- It may be a view now and a table next time, or the other way round. -#}
    {%- set drop = 'drop ' ~ ('view ' if kind == 'VIEW' else 'table ') ~ target_name ~ '; ' if kind else '' -%}
    {%- set comment = ' ' ~ target_name ~ ' is ' ~ sql_text(raw_table_comment()) -%}
    {%- if not found -%}
        {%- set empty = [] -%}
        {%- for column in columns -%}
            {%- do empty.append('cast(null as varchar) as ' ~ adapter.quote(column.name)) -%}
        {%- endfor -%}
        {%- do empty.append('cast(null as varchar) as _file') -%}
        {{ return(drop ~ 'create table ' ~ target_name ~ ' as select ' ~ empty | join(', ') ~ ' where false; comment on table' ~ comment) }}
    {%- endif -%}
    {%- if not found[0].endswith('.parquet') -%}
        {%- set present = csv_header(name, found[0]) -%}
        {%- set absent = absent_raw_columns(name, found[0], columns, present) -%}
        {{ return(drop ~ 'create table ' ~ target_name ~ ' as select *, ' ~ absent ~ sql_text(found[0]) ~ ' as _file from ' ~ strict_csv(found[0], present) ~ '; comment on table' ~ comment) }}
    {%- endif -%}
    {%- set reader = 'read_parquet(' ~ sql_text(found[0]) ~ ", filename = '_file')" -%}
    {%- set present = run_query('describe select * from ' ~ reader).columns[0].values() | list -%}
    {%- set absent = absent_raw_columns(name, found[0], columns, present) -%}
    {{ return(drop ~ 'create view ' ~ target_name ~ ' as select ' ~ absent ~ '* from ' ~ reader ~ '; comment on view' ~ comment) }}
{% endmacro %}
