{# The event files whose sessions an incremental build has to make again, as a list of SQL literals ('' when there are
   none). Judged by int_events as it is now, so a build that failed in between leaves nothing stale behind. #}
{% macro stale_session_files(parts) %}
    {{- text_list("
        select file_states.source_file
        from (" ~ session_file_states() ~ ") as file_states
        left join (select distinct source_file, file_state from " ~ parts ~ ") as known
            on file_states.source_file = known.source_file
            and file_states.file_state = known.file_state
        where known.source_file is null
    ") -}}
{% endmacro %}
