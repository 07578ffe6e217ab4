{# Whole number that stands for a file in one state: another content, another number. #}
{% macro event_file_key() %}hash(source_file, file_version){% endmacro %}
