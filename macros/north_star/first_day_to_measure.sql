{# The first day of the windows that an incremental run of int_north_star_measures has to measure, as a SQL literal. #}
{% macro first_day_to_measure() %}
    {%- set days = text_list(
        "select coalesce(cast(min(period_start) as varchar), '9999-12-31') from " ~ ref('int_north_star_windows')
        ~ " where " ~ not_made_yet('window_version')
    ) -%}
    cast({{ days }} as date)
{%- endmacro %}
