{# The event files whose sessions an incremental build has to make again, as a list of SQL literals ('' when there are
   none). Judged by int_events_by_day as it is now, so a build that failed in between leaves nothing stale behind. #}
{% macro stale_session_files(parts) %}
    {%- set files = run_query("
        select file_states.source_file
        from (" ~ session_file_states() ~ ") as file_states
        left join (select distinct source_file, file_state from " ~ parts ~ ") as known
            on file_states.source_file = known.source_file
            and file_states.file_state = known.file_state
        where known.source_file is null
    ").columns[0].values() if execute else [] -%}
    {%- set literals = [] -%}
    {%- for file in files -%}
        {%- do literals.append(sql_text(file)) -%}
    {%- endfor -%}
    {{- literals | join(', ') or "''" -}}
{% endmacro %}
