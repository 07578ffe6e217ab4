{# A mart with one row a period and one column a metric: the totals of everything that these marts publish, each under the
   metric's name. The contract of the mart that calls it lists the columns, so none is forgotten. #}
{% macro headline(marts, period='month_start') -%}
    {%- set columns = [] -%}
with

{% for mart in marts %}
    {%- set from_mart = ref(mart) %}
    {%- set readings = [] %}
    {%- for metric in published_metrics(mart).values() %}
        {%- set condition = conditions_of(metric.config.meta) | join(' and ') %}
        {%- do readings.append({'name': metric.name, 'column': metric.config.meta.column, 'condition': condition}) %}
        {%- do columns.append(mart ~ '.' ~ metric.name) %}
    {%- endfor %}
    {%- set conditions = readings | map(attribute='condition') | unique | select | list %}
{{ mart }} as (

    select
        {{ period_column_of(mart) if execute else period }} as {{ period }},
        {% for reading in readings %}
            {% if reading.condition %}
                max(case when {{ reading.condition }} then {{ reading.column }} end) as {{ reading.name }},
            {% else %}
                max({{ reading.column }}) as {{ reading.name }},
            {% endif %}
        {% endfor %}
        min(case when is_complete then 1 else 0 end) as completeness

    from {{ from_mart }}

    where
        breakdown = 'total'
        {% if conditions %}
            and ({{ conditions | join(' or ') }})
        {% endif %}

    group by 1

),

{% endfor %}
periods as (

    {% for mart in marts %}
        select {{ period }} from {{ mart }}
        {{ 'union' if not loop.last }}
    {% endfor %}

)

select
    periods.{{ period }},
    {% for column in columns %}
        {{ column }},
    {% endfor %}
    {% for mart in marts %}
        coalesce({{ mart }}.completeness, 1) = 1 {{ 'as is_complete' if loop.last else 'and' }}
    {% endfor %}

from periods
{% for mart in marts %}

    left join {{ mart }}
        on periods.{{ period }} = {{ mart }}.{{ period }}
{% endfor %}
{%- endmacro %}
