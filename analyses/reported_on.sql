{#- "What did we report on that day?" Per metric the number at the end of that day, next to the number of today. Ask
    with --vars '{reported_on: 2026-01-15}', and {metric: mrr} for one metric, {period: 2025-12-01} for one period;
    without, it is the newest period of each metric that had been published, as of the last build. -#}
{{ config(enabled=room_is_open('history')) }}
with

metric_history as (

    select * from {{ ref('metric_history') }}

),

metric_builds as (

    select * from {{ ref('metric_builds') }}

),

question as (

    select
        coalesce(
            try_cast({{ sql_text(var('reported_on', '')) }} as date), cast(max(published_at) as date)
        ) as reported_on,
        try_cast({{ sql_text(var('period', '')) }} as date) as period_start,
        {{ sql_text(var('metric', '')) }} as metric_name,
        {{ sql_text(var('breakdown', 'total')) }} as breakdown,
        {{ sql_text(var('breakdown_value', 'all')) }} as breakdown_value

    from metric_builds

),

asked as (

    select
        metric_history.*,
        question.reported_on,
        cast(metric_history.published_at as date) <= question.reported_on as was_published,
        question.period_start is not null as is_period_asked

    from metric_history

    inner join question
        on metric_history.breakdown = question.breakdown
        and metric_history.breakdown_value = question.breakdown_value
        and question.metric_name in ('', metric_history.metric_name)
        and metric_history.period_start = coalesce(question.period_start, metric_history.period_start)

),

numbered as (

    select
        *,
        max(case when was_published then publication_number end) over same_period as number_then,
        max(publication_number) over same_period as number_today,
        max(case when was_published then period_start end) over (partition by metric_name, period_grain)
            as newest_period_start

    from asked

    window same_period as (partition by metric_name, period_grain, period_start)

),

final as (

    select
        metric_name,
        period_grain,
        period_start,
        max(case when publication_number = number_then then value end) as value_then,
        max(case when publication_number = number_today then value end) as value_today,
        max(case when publication_number = number_then then metric_version end) as version_then,
        max(case when publication_number = number_today then metric_version end) as version_today,
        reported_on,
        max(case when publication_number = number_then then published_at end) as published_at,
        max(case when publication_number = number_then then build_id end) as build_id,
        number_today - number_then as publications_since

    from numbered

    where
        number_then is not null
        and (is_period_asked or period_start = newest_period_start)

    group by metric_name, period_grain, period_start, reported_on, number_then, number_today

)

select * from final

order by metric_name, period_grain
