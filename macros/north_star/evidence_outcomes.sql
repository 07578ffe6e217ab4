{# What evidence compares, with the column of int_account_outcomes that counts the observations: each has a sum of values
   there, too. #}
{% macro evidence_outcomes() %}
    {{ return({
        'retained': 'known_count',
        'expanded': 'known_count',
        'renewed': 'due_count',
        'nps': 'response_count',
    }) }}
{% endmacro %}
