with

scores as (

    select
        *,
        row_number() over (partition by series_id order by period_start desc) as recency,
        count(case when threshold_ratio is not null then 1 end) over (partition by series_id) as tested_period_count,
        count(anomaly_direction) over (partition by series_id) as alert_count

    from {{ ref('int_metric_alert_scores') }}

),

newest as (

    select * from scores
    where recency = 1

),

published as (

    select distinct metric_name
    from {{ ref('metric_values') }}

),

metric_catalog as (

    select * from {{ ref('metric_catalog') }}

),

final as (

    select
        -- grain
        metric_catalog.metric_name,
        metric_catalog.metric_version,
        coalesce(newest.breakdown, 'total') as breakdown,
        coalesce(newest.breakdown_value, 'all') as breakdown_value,

        -- how it is watched
        newest.period_grain,
        newest.measure,
        newest.watched_direction,
        newest.threshold,

        -- its newest complete period
        newest.period_start,
        newest.value,
        newest.expected_value,
        newest.lower_value,
        newest.upper_value,
        coalesce(newest.history_count, 0) as history_count,
        newest.robust_z,
        case
            when published.metric_name is null then 'not published'
            when newest.metric_name is null then 'no complete period'
            else newest.reason
        end as reason,
        newest.threshold_ratio is not null and newest.watched_direction != 'none' as is_watched,

        -- all periods
        coalesce(newest.tested_period_count, 0) as tested_period_count,
        coalesce(newest.alert_count, 0) as alert_count

    from metric_catalog

    left join newest
        on metric_catalog.metric_name = newest.metric_name
        and metric_catalog.metric_version = newest.metric_version

    left join published
        on metric_catalog.metric_name = published.metric_name

)

select * from final
