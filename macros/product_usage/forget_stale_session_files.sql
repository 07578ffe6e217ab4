{# Before an incremental run: takes out the parts of files that are read again, are gone or have no sessions any more. #}
{% macro forget_stale_session_files() %}
    {%- if is_incremental() -%}
        delete from {{ this }}
        where not exists (
            select 1
            from ({{ session_file_states() }}) as file_states
            where
                file_states.source_file = {{ this }}.source_file
                and file_states.file_state = {{ this }}.file_state
        )
    {%- endif -%}
{% endmacro %}
