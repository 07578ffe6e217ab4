{#- The list of metrics is written once, in the marts' YAML; this model only reads it. -#}
{%- set spans = {1: 'month', 3: 'quarter', 12: 'year'} %}
with

catalog as (

    {% for metric in graph.metrics.values() | sort(attribute='name') if execute %}
        {%- set meta = metric.config.meta %}
        select
            {{ sql_text(metric.name) }} as metric_name,
            {{ meta.version }} as metric_version,
            {{ sql_text(metric.label) }} as label,
            {{ sql_text(metric.description | trim) }} as definition,
            {{ sql_text(metric_formula(metric)) }} as formula,
            {{ sql_text(metric.type) }} as metric_type,
            {{ sql_text(meta.owner) }} as owner,
            {{ sql_text(meta.tier) }} as tier,
            {{ sql_text(meta.unit) }} as unit,
            {{ sql_text(meta.direction) }} as direction,
            {%- set span = meta.get('measured_over', spans.get(meta.get('horizon_months'))) %}
            {{ sql_text(span) if span else 'cast(null as varchar)' }} as measured_over,
            {{ sql_text(meta.mart) }} as mart,
            {{ sql_text(meta.column) }} as mart_column,
            cast({{ sql_text(meta.reviewed_on) }} as date) as reviewed_on
        {{ 'union all' if not loop.last }}
    {% endfor %}

)

select * from catalog
