{{ config(materialized='view') }}

{% for horizon in evidence_horizons() %}
    select cast({{ horizon }} as integer) as horizon_months

    {{ 'union all' if not loop.last }}
{% endfor %}
