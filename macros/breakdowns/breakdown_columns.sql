{# The columns `breakdown` and `breakdown_value` of a select that is grouped by breakdown_sets(). Example:
       select month_start, breakdown_columns(), sum(new_mrr) as new_mrr
       from movements
       group by breakdown_sets(['month_start'])
   adds up in total and by each attribute of the account, in one pass over the rows. #}
{% macro breakdown_columns(others=[]) -%}
    case
        {% for breakdown, column in breakdown_attributes(others).items() %}
            when grouping({{ column }}) = 0 then '{{ breakdown }}'
        {% endfor %}
        else 'total'
    end as breakdown,
    case
        {% for column in breakdown_attributes(others).values() %}
            when grouping({{ column }}) = 0 then {{ column }}
        {% endfor %}
        else 'all'
    end as breakdown_value
{%- endmacro %}
