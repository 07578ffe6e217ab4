{# A date moved on by a number of billing intervals of a relation with the columns billing_interval and
   billing_interval_count. Months that are too short end on their last day: 31 January + 1 month = 29 February. #}
{% macro add_billing_intervals(relation, intervals, from_date) -%}
    {%- set length = relation ~ '.billing_interval_count * (' ~ intervals ~ ')' -%}
    cast(case {{ relation }}.billing_interval
        when 'day' then {{ dbt.dateadd('day', length, from_date) }}
        when 'week' then {{ dbt.dateadd('day', '7 * ' ~ length, from_date) }}
        when 'month' then {{ dbt.dateadd('month', length, from_date) }}
        when 'quarter' then {{ dbt.dateadd('month', '3 * ' ~ length, from_date) }}
        else {{ dbt.dateadd('month', '12 * ' ~ length, from_date) }}
    end as date)
{%- endmacro %}
