{# Monthly value, in the reporting currency, of a paying period at an exchange rate: one rounding, half up, to 6
   decimals. `period` has the columns net_amount, per_month_numerator and per_month_denominator. #}
{% macro monthly_value(period, rate) -%}
    {{ rounded_quotient(
        in_millionths(period ~ '.net_amount') ~ ' * ' ~ period ~ '.per_month_numerator * cast(' ~ rate ~ ' * 10000000000 as hugeint)',
        'cast(' ~ period ~ '.per_month_denominator as hugeint) * 10000000000'
    ) }}
{%- endmacro %}
