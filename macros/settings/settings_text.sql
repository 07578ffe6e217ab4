{# The settings that numbers depend on, as one text, to tell whether two builds had the same. Without as_of, which moves
   on by itself, and without settings that only say how much history is kept. #}
{% macro settings_text() %}
    {%- set found = [] -%}
    {%- for name in known_settings() if name not in ['as_of', 'history_breakdowns'] -%}
        {%- set value = setting_value(name) -%}
        {%- do found.append(name ~ '=' ~ ('(none)' if value is none else value)) -%}
    {%- endfor -%}
    {{- sql_text(found | sort | join('; ')) -}}
{% endmacro %}
