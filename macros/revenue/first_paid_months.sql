{# The month in which each account first paid. One that only ever pays for usage has none. Reads `intervals`. #}
{% macro first_paid_months(keys=['account_id']) %}
select
    {{ keys | join(', ') }},
    cast({{ dbt.date_trunc('month', 'min(started_date)') }} as date) as first_paid_month

from intervals

group by {{ keys | join(', ') }}
{% endmacro %}
