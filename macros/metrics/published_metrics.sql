{# The metrics that a mart publishes (all marts if none is given), by name. None before dbt executes: only then does it know
   all metrics. #}
{% macro published_metrics(mart=none) %}
    {%- set found = {} -%}
    {%- for metric in (graph.metrics.values() if execute else []) | sort(attribute='name') -%}
        {%- if metric.config.meta.get('is_published', true) and mart in [none, metric.config.meta.mart] -%}
            {%- do found.update({metric.name: metric}) -%}
        {%- endif -%}
    {%- endfor -%}
    {{ return(found) }}
{% endmacro %}
