{# How many months after its month evidence looks at what became of an account: each has columns of its own in
   int_account_outcomes. #}
{% macro evidence_horizons() %}
    {{ return([1, 3, 6, 12]) }}
{% endmacro %}
