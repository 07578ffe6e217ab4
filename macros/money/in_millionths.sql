{# An amount of money as a whole number of millionths, for exact arithmetic. #}
{% macro in_millionths(amount) -%}
    cast(cast({{ amount }} as decimal(28, 6)) * 1000000 as hugeint)
{%- endmacro %}
