{{ config(materialized='view') }}

{% for horizon in retention_horizons() %}
    select {{ horizon }} as horizon_months

    {{ 'union all' if not loop.last }}
{% endfor %}
