{# When this build began, in UTC. Only the ledger of published numbers reads the clock; no number depends on it. #}
{% macro build_started_at() -%}
    cast({{ sql_text(run_started_at.strftime('%Y-%m-%d %H:%M:%S.%f')) }} as timestamp)
{%- endmacro %}
