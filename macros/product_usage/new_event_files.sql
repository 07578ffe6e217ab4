{# The event files that are not in `relation` (rows with a file_key) as they are now, as a list of SQL literals. #}
{% macro new_event_files(relation) %}
    {{- text_list(
        "select source_file from " ~ source('loading', 'event_files')
        ~ " where " ~ event_file_key() ~ " not in (select file_key from " ~ relation ~ ")"
    ) -}}
{% endmacro %}
