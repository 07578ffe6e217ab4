{# What evidence compares: each is a count and a sum of values in int_account_outcomes. #}
{% macro evidence_outcomes() %}
    {{ return(['retained', 'expanded', 'renewed', 'nps']) }}
{% endmacro %}
