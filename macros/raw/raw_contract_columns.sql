{# The columns that the contract gives a raw table, in its order, quoted, without those of a row's version. #}
{% macro raw_contract_columns(name) %}
    {%- set found = [] -%}
    {%- for table in (graph.sources.values() if execute else []) if table.name == name -%}
        {%- for column in table.columns.values() if not column.config.meta.get('is_of_version') -%}
            {%- do found.append(adapter.quote(column.name)) -%}
        {%- endfor -%}
    {%- endfor -%}
    {{ return(found) }}
{% endmacro %}
