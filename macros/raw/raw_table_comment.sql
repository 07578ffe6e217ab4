{# What the loader writes on the tables that it makes. #}
{% macro raw_table_comment() -%}
    Made from raw files by North Star; every build replaces it.
{%- endmacro %}
