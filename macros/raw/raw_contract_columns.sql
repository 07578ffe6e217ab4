{# The columns that the contract gives a raw table, in its order, quoted. #}
{% macro raw_contract_columns(name) %}
    {%- set found = [] -%}
    {%- for table in (graph.sources.values() if execute else []) if table.name == name -%}
        {%- for column in table.columns -%}
            {%- do found.append(adapter.quote(column)) -%}
        {%- endfor -%}
    {%- endfor -%}
    {{ return(found) }}
{% endmacro %}
