{# By which attributes of the account numbers are broken down, and the column of each; `others` are columns that the
   rows have besides, such as the role of who answered. #}
{% macro breakdown_attributes(others=[]) %}
    {%- set columns = {
        'segment': 'segment', 'industry': 'industry', 'country': 'country',
        'acquisition_channel': 'acquisition_channel', 'plan': 'plan_name', 'currency': 'currency',
    } -%}
    {%- for other in others -%}
        {%- do columns.update({other: other}) -%}
    {%- endfor -%}
    {{ return(columns) }}
{% endmacro %}
