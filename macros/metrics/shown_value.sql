{# A number as people write it, from its value and the metric's unit: 298.4k USD, 4.1 %, 3.25. #}
{% macro shown_value(value, unit) %}
    case
        when {{ value }} is null then 'no value'
        else case when {{ value }} < 0 then '−' else '' end || {{ shown_size(value, unit, ' %') }}
    end
{% endmacro %}

{# A change likewise, always with its sign; shares change by points: +0.3 points. #}
{% macro shown_change(value, unit) %}
    case when {{ value }} < 0 then '−' else '+' end || {{ shown_size(value, unit, ' points') }}
{% endmacro %}

{# The same without sign. Three digits or so; whole numbers without decimals. #}
{% macro shown_size(value, unit, of_shares) -%}
    case
        when {{ unit }} = 'share' then cast(cast(100 * abs({{ value }}) as decimal(18, 1)) as varchar) || '{{ of_shares }}'
        when abs({{ value }}) >= 1000000 then cast(cast(abs({{ value }}) / 1000000 as decimal(18, 2)) as varchar) || 'm'
        when abs({{ value }}) >= 10000 then cast(cast(abs({{ value }}) / 1000 as decimal(18, 1)) as varchar) || 'k'
        when abs({{ value }}) >= 100 or {{ value }} = round({{ value }}, 0)
            then cast(cast(round(abs({{ value }}), 0) as bigint) as varchar)
        else cast(cast(abs({{ value }}) as decimal(18, 2)) as varchar)
    end
    || case when {{ unit }} = 'currency' then ' ' || {{ setting('reporting_currency') }} else '' end
{%- endmacro %}
