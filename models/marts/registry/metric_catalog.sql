{#- The list of metrics is written once, in the marts' YAML; this model only reads it. -#}
{%- set spans = {1: 'month', 3: 'quarter', 12: 'year'} %}
{%- set headlines = headline_marts() %}
with

newest_versions as (

    {{ newest_metric_versions() }}

),

catalog as (

    {% for metric in enough_to_lint(graph.metrics.values() | sort(attribute='name')) if execute %}
        {%- set meta = metric.config.meta %}
        select
            {{ sql_text(metric.name) }} as metric_name,
            {{ sql_text(metric.label) }} as label,
            {%- set synonyms = meta.get('synonyms', []) %}
            {{ sql_text(synonyms | join('; ')) if synonyms else 'cast(null as varchar)' }} as synonyms,
            {{ sql_text(metric.description | trim) }} as definition,
            {{ sql_text(metric_formula(metric)) }} as formula,
            {{ sql_text(metric.type) }} as metric_type,
            {{ sql_text(meta.owner) }} as owner,
            {{ sql_text(meta.tier) }} as tier,
            {{ sql_text(meta.unit) }} as unit,
            {{ sql_text(meta.direction) }} as direction,
            {{ sql_text(meta.over_time) }} as over_time,
            {{ sql_text(add_up(metric)) }} as add_up,
            {%- set span = meta.get('measured_over', spans.get(meta.get('horizon_months'))) %}
            {{ sql_text(span) if span else 'cast(null as varchar)' }} as measured_over,
            {%- set headline_mart = headlines.get(metric.name) %}
            {{ sql_text(headline_mart) if headline_mart else 'cast(null as varchar)' }} as headline_mart,
            {{ sql_text(meta.mart) }} as mart,
            {{ sql_text(meta.column) }} as mart_column,
            cast({{ sql_text(meta.reviewed_on) }} as date) as reviewed_on
        {{ 'union all' if not loop.last }}
    {% endfor %}

),

-- A metric that is not in the registry yet is at version 1.
versioned as (

    select
        catalog.*,
        coalesce(newest_versions.metric_version, 1) as metric_version,
        newest_versions.effective_from,
        newest_versions.change_kind,
        newest_versions.reason as change_reason,
        newest_versions.fingerprint,
        newest_versions.deprecated_after,
        newest_versions.successor

    from catalog

    left join newest_versions
        on catalog.metric_name = newest_versions.metric_name

)

select
    metric_name,
    metric_version,
    label,
    synonyms,
    definition,
    formula,
    metric_type,
    owner,
    tier,
    unit,
    direction,
    over_time,
    add_up,
    measured_over,
    headline_mart,
    mart,
    mart_column,
    reviewed_on,

    -- what the registry says about the version
    effective_from,
    change_kind,
    change_reason,
    fingerprint,
    deprecated_after,
    successor

from versioned
