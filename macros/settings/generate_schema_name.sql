{# Schemas are named staging, intermediate and marts everywhere, so that scripts and BI tools can rely on them. #}
{% macro generate_schema_name(custom_schema_name, node) %}
    {{- (custom_schema_name or target.schema) | trim -}}
{% endmacro %}
