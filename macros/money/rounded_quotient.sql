{# Quotient of two whole numbers as DECIMAL(38, 6), where the quotient counts millionths, rounded half up and exact.
   DuckDB divides decimals as doubles, which puts ties such as 0.01 / 32 on the wrong side. Null when the denominator
   is 0 or null. The numerator may not be negative. #}
{% macro rounded_quotient(numerator, denominator) %}
    cast(
        (2 * cast({{ numerator }} as hugeint) + nullif(cast({{ denominator }} as hugeint), 0))
        // (2 * nullif(cast({{ denominator }} as hugeint), 0)) as decimal(32, 0)
    ) * cast(0.000001 as decimal(6, 6))
{%- endmacro %}
