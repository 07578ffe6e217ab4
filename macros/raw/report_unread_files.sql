{# Raises when a file of the raw folder looks like a table and is not read, since its name or form is not one that is;
   warns of any other file that nobody reads. #}
{% macro report_unread_files(folder) %}
    {%- set names = raw_table_names() -%}
    {%- set unread = [] -%}
    {%- for row in run_query("select file from glob(" ~ sql_text(folder ~ '/*') ~ ") order by 1").rows -%}
        {%- set file = row[0].replace('\\', '/').split('/')[-1] -%}
        {%- set table = file.split('.')[0] | lower -%}
        {%- set reads = [] -%}
        {%- for ending in raw_file_endings() -%}
            {%- do reads.append(table ~ ending) -%}
        {%- endfor -%}
        {%- if table in names and file not in reads -%}
            {{ exceptions.raise_compiler_error(
                "Raw table '" ~ table ~ "': " ~ row[0] ~ ' is not read. Files are named ' ~ reads | join(', ') ~ ' or '
                ~ table ~ '/<any name>.parquet, in lower case.'
            ) }}
        {%- elif table not in names and file not in ['manifest.json', 'truth.json'] and not file.endswith('.md') -%}
            {%- do unread.append(file) -%}
        {%- endif -%}
    {%- endfor -%}
    {%- if unread -%}
        {%- do exceptions.warn('Raw folder ' ~ folder ~ ': nobody reads ' ~ unread | join(', ') ~ '. The tables are ' ~ names | join(', ') ~ '.') -%}
    {%- endif -%}
{% endmacro %}


{# How the file of a raw table may end, besides a folder of Parquet files. #}
{% macro raw_file_endings() %}
    {{ return(['.csv', '.csv.gz', '.parquet']) }}
{% endmacro %}


{# Every raw table, also those that only shut rooms read. #}
{% macro raw_table_names() %}
    {%- set names = ['events'] -%}
    {%- for judged in room_models()['judged'].values() | sum(start=[]) -%}
        {%- do names.append(judged[0]) -%}
    {%- endfor -%}
    {{ return(names | unique | sort | list) }}
{% endmacro %}
