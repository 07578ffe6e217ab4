{# How many months before its month retention looks for the base: each has columns of its own in account_retention. #}
{% macro retention_horizons() %}
    {{ return([1, 3, 12]) }}
{% endmacro %}
