{# Text as the UTC moment from which something no longer holds. Where ends are inclusive (setting end_dates), one that is a
   day without a time is the last day itself. #}
{% macro end_timestamp(column) %}
    {%- if setting_value('end_dates') == 'inclusive' -%}
        {{ utc_timestamp(column) }} + case when length({{ column }}) = 10 then interval '1 day' else interval '0 days' end
    {%- else -%}
        {{- utc_timestamp(column) -}}
    {%- endif -%}
{%- endmacro %}
