{# How a metric of the semantic layer is computed, as one line for people. #}
{% macro metric_formula(metric) %}
    {%- set parameters = metric.type_params -%}
    {%- set conditions = [''] -%}
    {%- for one in (metric.filter.where_filters if metric.filter else []) -%}
        {%- do conditions.append(one.where_sql_template | replace("{{ Dimension('", '') | replace("') }}", '')) -%}
    {%- endfor -%}
    {%- if metric.type == 'ratio' -%}
        {{ return(parameters.numerator.name ~ ' / ' ~ parameters.denominator.name ~ conditions | join(' where ')) }}
    {%- elif metric.type == 'derived' -%}
        {{ return(parameters.expr) }}
    {%- elif metric.type == 'cumulative' -%}
        {%- set cumulative = parameters.cumulative_type_params -%}
        {{ return(cumulative.metric.name ~ ' over ' ~ cumulative.window.count ~ ' ' ~ cumulative.window.granularity ~ 's') }}
    {%- else -%}
        {%- set aggregation = parameters.metric_aggregation_params -%}
        {{ return(aggregation.agg ~ ' of ' ~ (parameters.expr or metric.name) ~ ' in ' ~ aggregation.semantic_model ~ conditions | join(' where ')) }}
    {%- endif -%}
{% endmacro %}
