{# Text as a date, or null when it is not YYYY-MM-DD or not in the calendar. #}
{% macro iso_date(column) %}
    case when regexp_full_match({{ column }}, '\d{4}-\d{2}-\d{2}') then try_cast({{ column }} as date) end
{%- endmacro %}
