{# What of a metric can be summed: `periods and values`, `values` of one breakdown and period, or `nothing`. A sum adds up
   unless its YAML says otherwise: by a non-additive dimension, or by `add_up` in its meta where the same account or user
   is counted again in the next period. #}
{% macro add_up(metric) %}
    {%- set aggregated = metric.type_params.metric_aggregation_params or {} -%}
    {%- if metric.config.meta.get('add_up') -%}
        {{ return(metric.config.meta.add_up) }}
    {%- elif metric.type != 'simple' or aggregated.get('agg') != 'sum' -%}
        {{ return('nothing') }}
    {%- endif -%}
    {{ return('values' if aggregated.get('non_additive_dimension') else 'periods and values') }}
{% endmacro %}
