{# Quotient of two whole numbers as DECIMAL(38, 6), where the quotient counts millionths, rounded half up and exact.
   DuckDB divides decimals as doubles, which puts ties such as 0.01 / 32 on the wrong side, and takes long to divide
   whole numbers of this size; so a double finds the quotient to within one, which is then corrected. Above four billion
   the double is too coarse, and the division is done in full. Null when the denominator is 0 or null. The numerator may
   not be negative. #}
{% macro rounded_quotient(numerator, denominator) %}
    {%- set doubled = '(2 * cast(' ~ numerator ~ ' as hugeint) + nullif(cast(' ~ denominator ~ ' as hugeint), 0))' -%}
    {%- set divisor = '(2 * nullif(cast(' ~ denominator ~ ' as hugeint), 0))' -%}
    {%- set near = 'cast(floor(cast(' ~ doubled ~ ' as double) / cast(' ~ divisor ~ ' as double)) as hugeint)' -%}
    cast(
        case
            when cast({{ doubled }} as double) / cast({{ divisor }} as double) > 4000000000000000
                then {{ doubled }} // {{ divisor }}
            when {{ doubled }} < {{ near }} * {{ divisor }} then {{ near }} - 1
            when {{ doubled }} >= ({{ near }} + 1) * {{ divisor }} then {{ near }} + 1
            else {{ near }}
        end as decimal(32, 0)
    ) * cast(0.000001 as decimal(6, 6))
{%- endmacro %}
