{# The currencies in which money may be booked, and the month from which each can be converted. Three tables are checked
   with it, each before any rate is used. #}
{% macro bookable_currencies() %}
    select
        currency,
        cast(date_trunc('month', min(rate_date)) as date) as first_rate_month

    from {{ ref('stg_billing__exchange_rates') }}

    where rejection_reason is null and currency != {{ setting('reporting_currency') }}

    group by 1

    union all

    select
        {{ setting('reporting_currency') }} as currency,
        cast('0001-01-01' as date) as first_rate_month
{% endmacro %}
