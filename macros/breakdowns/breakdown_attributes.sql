{# The account attributes by which numbers are broken down, with the column of each; `others` are further columns of the
   rows, such as the role of the respondent. #}
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
