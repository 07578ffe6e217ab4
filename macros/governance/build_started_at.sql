{# When this build began, in UTC. Only the ledger of what was published asks the clock; no number does. #}
{% macro build_started_at() -%}
    cast({{ sql_text(run_started_at.strftime('%Y-%m-%d %H:%M:%S.%f')) }} as timestamp)
{%- endmacro %}
