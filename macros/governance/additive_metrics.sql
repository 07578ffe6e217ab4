{# Metrics whose values by segment, plan ... add up to the total: plain sums and counts, no ratios or medians. #}
{% macro additive_metrics() %}
    {%- set found = [] -%}
    {%- for metric in (graph.metrics.values() if execute else []) if add_up(metric) != 'nothing' -%}
        {%- do found.append(metric.name) -%}
    {%- endfor -%}
    {{ return(found | sort) }}
{% endmacro %}
