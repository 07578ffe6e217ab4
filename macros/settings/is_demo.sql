{# True while no raw folder is named: the demo's settings then apply. #}
{% macro is_demo() %}
    {%- set own = 'NORTH_STAR_RAW' if target.type == 'duckdb' else 'NORTH_STAR_RAW_SCHEMA' -%}
    {{ return(env_var(own, '') | trim == '') }}
{% endmacro %}
