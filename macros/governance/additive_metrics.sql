{# Metrics whose values by segment, plan ... add up to the total: plain sums and counts, no ratios, medians or distinct counts. #}
{% macro additive_metrics() %}
    {%- set found = [] -%}
    {%- for metric in (graph.metrics.values() if execute else []) if metric.type == 'simple' -%}
        {%- if (metric.type_params.metric_aggregation_params or {}).get('agg') in ['sum', 'sum_boolean', 'count'] -%}
            {%- do found.append(metric.name) -%}
        {%- endif -%}
    {%- endfor -%}
    {{ return(found | sort) }}
{% endmacro %}
