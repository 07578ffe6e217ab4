{# How many billing intervals a month has, as a fraction of whole numbers: days and weeks by the policy, the others by the
   calendar. `is_checked`: the interval is one of the five; otherwise one that is none gives null. #}
{% macro intervals_per_month_numerator(items, policy) -%}
    case {{ items }}.billing_interval
            when 'day' then {{ policy }}.days_numerator
            when 'week' then {{ policy }}.weeks_numerator
            else 1
        end
{%- endmacro %}


{% macro intervals_per_month_denominator(items, policy, is_checked=true) -%}
    {{ items }}.billing_interval_count * case {{ items }}.billing_interval
            when 'day' then {{ policy }}.days_denominator
            when 'week' then {{ policy }}.weeks_denominator
            when 'month' then 1
            when 'quarter' then 3
            {{ 'else 12' if is_checked else "when 'year' then 12" }}
        end
{%- endmacro %}
