{# An amount of money at an exchange rate: DECIMAL(38, 6), exact, rounded once, half away from zero (so a loss is rounded
   like a gain). Null when either is null. #}
{% macro in_reporting_currency(amount, rate) -%}
    (
        case when {{ amount }} < 0 then -1 else 1 end
        * {{ rounded_quotient(
            in_millionths('abs(' ~ amount ~ ')') ~ ' * cast(' ~ rate ~ ' * 10000000000 as hugeint)', '10000000000'
        ) }}
    )
{%- endmacro %}
