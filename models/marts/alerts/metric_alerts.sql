with

alerts as (

    select * from {{ ref('int_metric_alerts') }}

),

groups as (

    select * from {{ ref('int_metric_alert_groups') }}

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

    inner join {{ ref('metric_tree') }} as tree
        on alerts.metric_name = tree.parent_metric
        and alerts.metric_version = tree.metric_version
        and alerts.period_grain = tree.period_grain
        and alerts.period_start = tree.period_start
        and alerts.breakdown = tree.breakdown
        and alerts.breakdown_value = tree.breakdown_value

    where abs(tree.contribution_share) >= 0.005

),

-- Where children cancel each other out, shares of the little that is left say nothing.
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
        -- grain
        alerts.alert_id,
        alerts.metric_name,
        alerts.metric_version,
        alerts.period_grain,
        alerts.period_start,
        alerts.period_end,
        alerts.breakdown,
        alerts.breakdown_value,

        -- the metric
        alerts.label,
        alerts.owner,
        alerts.tier,

        -- what was tested, and what was found
        alerts.measure,
        alerts.threshold,
        alerts.value,
        alerts.expected_value,
        alerts.lower_value,
        alerts.upper_value,
        alerts.deviation,
        alerts.deviation_rate,
        alerts.history_count,
        alerts.robust_z,
        alerts.threshold_ratio,
        alerts.reason,

        -- what it means
        alerts.anomaly_direction,
        alerts.is_favourable,
        alerts.severity,
        alerts.since_period_start,
        reasons.reasons,

        -- who knows
        alerts.alert_status,
        alerts.muted_by,
        alerts.mute_reason,
        groups.lead_alert_id,
        groups.lead_alert_id = alerts.alert_id as is_lead

    from alerts

    inner join groups
        on alerts.alert_id = groups.alert_id

    left join reasons
        on alerts.alert_id = reasons.alert_id

)

select * from final
