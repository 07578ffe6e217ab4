{# Before an incremental run: takes out what is about to be read again, and what came from files that are gone. #}
{% macro forget_stale_event_files() %}
    {%- if is_incremental() -%}
        delete from {{ this }}
        where file_key not in (
            select {{ event_file_key() }} from {{ source('loading', 'event_files') }}
            where source_file not in ({{ stale_event_files(this) }})
        )
    {%- endif -%}
{% endmacro %}
