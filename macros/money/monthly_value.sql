{# Monthly value, in the reporting currency, of a paying period at an exchange rate: one rounding, half up, to 6
   decimals. `period` has the columns value_numerator and value_denominator, `rate_units` is a rate x 10^10; all are
   whole numbers, so that nothing is rounded before. #}
{% macro monthly_value(period, rate_units='10000000000') -%}
    {{ rounded_quotient(
        period ~ '.value_numerator * ' ~ rate_units, 'cast(' ~ period ~ '.value_denominator as hugeint) * 10000000000'
    ) }}
{%- endmacro %}
