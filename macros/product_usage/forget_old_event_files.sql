{# Before an incremental run: takes out what came from files that are gone or have changed. #}
{% macro forget_old_event_files() %}
    {%- if is_incremental() -%}
        delete from {{ this }}
        where file_key not in (select {{ event_file_key() }} from {{ source('loading', 'event_files') }})
    {%- endif -%}
{% endmacro %}
