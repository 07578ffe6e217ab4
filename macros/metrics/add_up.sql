{# What of a metric can be summed: `periods and values`, `values` of one breakdown and period, or `nothing`. A sum adds up
   over values, and over periods if its `over_time` says so. `add_up` in the meta is for what is no sum but has values
   that share no account and no user. #}
{% macro add_up(metric) %}
    {%- set aggregated = metric.type_params.metric_aggregation_params or {} -%}
    {%- if metric.config.meta.get('add_up') -%}
        {{ return(metric.config.meta.add_up) }}
    {%- elif metric.type != 'simple' or aggregated.get('agg') != 'sum' -%}
        {{ return('nothing') }}
    {%- endif -%}
    {{ return('periods and values' if metric.config.meta.over_time == 'sum' else 'values') }}
{% endmacro %}
