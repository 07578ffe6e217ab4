{# By metric, the mart with one row a period that has it in a column of its name. #}
{% macro headline_marts() %}
    {%- set found = {} -%}
    {%- for node in (graph.nodes.values() if execute else []) if 'headline' in node.config.get('tags', []) -%}
        {%- for column in node.columns if node.resource_type == 'model' -%}
            {%- do found.update({column: node.name}) -%}
        {%- endfor -%}
    {%- endfor -%}
    {{ return(found) }}
{% endmacro %}
