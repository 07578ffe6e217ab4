{# First day of the window of `unit` (a column: day, week, month, quarter) that a day is in. What follows a sign-up goes by
   its month. #}
{% macro window_start(unit, day) -%}
    case {{ unit }}
        when 'day' then {{ day }}
        when 'week' then cast({{ dbt.date_trunc('week', day) }} as date)
        when 'quarter' then cast({{ dbt.date_trunc('quarter', day) }} as date)
        else cast({{ dbt.date_trunc('month', day) }} as date)
    end
{%- endmacro %}
