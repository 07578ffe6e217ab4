{# Before an incremental run: takes out what is about to be counted again, and what came from files that are gone. #}
{% macro forget_stale_event_files() %}
    {%- if is_incremental() -%}
        delete from {{ this }}
        where
            source_file in ({{ stale_event_files(this) }})
            or source_file not in (select source_file from {{ source('loading', 'event_files') }})
    {%- endif -%}
{% endmacro %}
