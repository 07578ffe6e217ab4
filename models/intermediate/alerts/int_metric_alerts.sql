-- Values beyond their threshold: how severe each is, since when it has been unusual, whether somebody has muted it, and
-- which children in the metric tree moved.
with

alerts as (

    select * from {{ ref('int_metric_alert_scores') }}
    where anomaly_direction is not null

),

metric_catalog as (

    select * from {{ ref('metric_catalog') }}

),

mutes as (

    select * from {{ ref('int_metric_alert_mutes') }}

),

tree as (

    select * from {{ ref('metric_tree') }}

),

-- A metric's own row takes precedence over one for all metrics, a later row over an earlier one.
matched_mutes as (

    select
        alerts.alert_id,
        mutes.kind,
        mutes.who,
        mutes.reason,
        row_number() over (
            partition by alerts.alert_id
            order by case when mutes.metric_name = '*' then 1 else 0 end, mutes.period_start desc
        ) as match_number

    from alerts

    inner join mutes
        on alerts.period_end > mutes.period_start
        and alerts.period_start < mutes.period_end
        and (alerts.metric_name = mutes.metric_name or mutes.metric_name = '*')

),

-- Alerts in a row that go the same way share this number.
with_runs as (

    select
        *,
        period_number
        - row_number() over (partition by series_id, anomaly_direction order by period_start) as run_number

    from alerts

),

joined as (

    select
        with_runs.*,
        metric_catalog.label,
        metric_catalog.owner,
        metric_catalog.tier,
        metric_catalog.mart,
        coalesce(matched_mutes.kind, 'new') as alert_status,
        matched_mutes.who as muted_by,
        matched_mutes.reason as mute_reason,
        min(with_runs.period_start) over (
            partition by with_runs.series_id, with_runs.anomaly_direction, with_runs.run_number
        ) as since_period_start,
        case
            when metric_catalog.direction = 'up_is_good' then with_runs.anomaly_direction = 'up'
            when metric_catalog.direction = 'down_is_good' then with_runs.anomaly_direction = 'down'
        end as is_favourable

    from with_runs

    inner join metric_catalog
        on with_runs.metric_name = metric_catalog.metric_name
        and with_runs.metric_version = metric_catalog.metric_version

    left join matched_mutes
        on with_runs.alert_id = matched_mutes.alert_id
        and matched_mutes.match_number = 1

),

children as (

    select
        alerts.alert_id,
        tree.label,
        tree.contribution_share,
        max(abs(tree.contribution_share)) over (partition by alerts.alert_id) as largest_share,
        row_number() over (
            partition by alerts.alert_id
            order by abs(tree.contribution_share) desc, tree.position
        ) as place

    from alerts

    inner join tree
        on alerts.metric_name = tree.parent_metric
        and alerts.metric_version = tree.metric_version
        and alerts.period_grain = tree.period_grain
        and alerts.period_start = tree.period_start
        and alerts.breakdown = tree.breakdown
        and alerts.breakdown_value = tree.breakdown_value

    where abs(tree.contribution_share) >= 0.005

),

-- If children cancel each other out, shares of the small remainder mean nothing.
reasons as (

    select
        alert_id,
        string_agg(
            label || ' ' || cast(cast(round(100 * contribution_share) as bigint) as varchar) || ' %', ', '
            order by place
        ) as reasons

    from children

    where place <= 3 and largest_share <= 10

    group by alert_id

),

final as (

    select
        joined.alert_id,
        joined.series_id,
        joined.metric_name,
        joined.metric_version,
        joined.period_grain,
        joined.period_start,
        joined.period_end,
        joined.period_number,
        joined.breakdown,
        joined.breakdown_value,
        joined.measure,
        joined.watched_direction,
        joined.threshold,
        joined.value,
        joined.expected_value,
        joined.lower_value,
        joined.upper_value,
        joined.deviation,
        joined.deviation_rate,
        joined.history_count,
        joined.robust_z,
        joined.threshold_ratio,
        joined.reason,
        joined.anomaly_direction,
        joined.label,
        joined.owner,
        joined.tier,
        joined.mart,
        joined.alert_status,
        joined.muted_by,
        joined.mute_reason,
        joined.since_period_start,
        joined.is_favourable,
        reasons.reasons,
        case
            when joined.is_favourable or joined.tier = 'vanity' then 'info'
            when joined.tier in ('north_star', 'outcome', 'guardrail') and joined.threshold_ratio >= 2 then 'critical'
            when joined.tier in ('north_star', 'outcome', 'guardrail') or joined.threshold_ratio >= 2 then 'warning'
            else 'info'
        end as severity

    from joined

    left join reasons
        on joined.alert_id = reasons.alert_id

)

select * from final
