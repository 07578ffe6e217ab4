{# True for a row without problem; at the first with one dbt stops, in the words of `message`, which is SQL. It is here
   and nowhere else, since how a query ends itself differs by engine: `error` is DuckDB's. #}
{% macro sound_or_stop(problem, message) -%}
    case when {{ problem }} is not null then error({{ message | trim }}) else true end
{%- endmacro %}
