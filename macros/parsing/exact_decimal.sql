{# Text as DECIMAL(19, 6), or null when it is not a plain number of at most 13 and 6 digits. A cast that tries would
   read 1_000 as 1000 and round what it cannot hold. #}
{% macro exact_decimal(column) %}
    case when regexp_full_match({{ column }}, '-?\d{1,13}(\.\d{1,6})?') then cast({{ column }} as decimal(19, 6)) end
{%- endmacro %}
