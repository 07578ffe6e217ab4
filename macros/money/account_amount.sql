{# An amount of a single account, below 10^12 in size: DECIMAL(18, 6) fits into 8 bytes, with which DuckDB is nearly
   twice as fast as with the 16 of DECIMAL(38, 6). Sums over accounts become wide on their own. A larger amount is an
   error of the build, never another number. #}
{% macro account_amount(amount) -%}
    cast({{ amount }} as decimal(18, 6))
{%- endmacro %}
