{# Breakdowns of answers and tickets with the column of each: those of the account, and what else they have (`others`). #}
{% macro voice_breakdowns(others) %}
    {%- set columns = {
        'total': "'all'", 'segment': 'segment', 'industry': 'industry', 'country': 'country',
        'acquisition_channel': 'acquisition_channel', 'plan': 'plan_name', 'currency': 'currency'
    } -%}
    {%- for other in others -%}
        {%- do columns.update({other: other}) -%}
    {%- endfor -%}
    {{- return(columns) -}}
{% endmacro %}
