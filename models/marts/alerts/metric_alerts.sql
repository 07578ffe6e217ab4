-- Related alerts form a group: those of the same period that are above and below each other in the metric tree, and
-- outside the tree those of one mart. One of them leads the group.
with recursive

alerts as (

    select * from {{ ref('int_metric_alerts') }}

),

descendants as (

    {{ metric_tree_descendants() }}

),

tree_metrics as (

    select parent_metric as metric_name from descendants

    union distinct

    select metric_name from descendants

),

placed as (

    select
        alerts.*,
        tree_metrics.metric_name is not null as is_in_tree

    from alerts

    left join tree_metrics
        on alerts.metric_name = tree_metrics.metric_name

),

links as (

    select
        placed.alert_id,
        neighbours.alert_id as other_alert_id,
        ancestors.parent_metric is not null as is_below_other

    from placed

    inner join placed as neighbours
        on placed.period_grain = neighbours.period_grain
        and placed.period_start = neighbours.period_start
        and placed.breakdown = neighbours.breakdown
        and placed.breakdown_value = neighbours.breakdown_value
        and placed.alert_id != neighbours.alert_id

    left join descendants as ancestors
        on placed.metric_name = ancestors.metric_name
        and neighbours.metric_name = ancestors.parent_metric

    left join descendants
        on placed.metric_name = descendants.parent_metric
        and neighbours.metric_name = descendants.metric_name

    where
        ancestors.parent_metric is not null
        or descendants.parent_metric is not null
        or (placed.mart = neighbours.mart and not (placed.is_in_tree and neighbours.is_in_tree))

),

-- Alerts that are linked, directly or not, are one group.
reached as (

    select
        alert_id,
        alert_id as other_alert_id

    from alerts

    union distinct

    select
        reached.alert_id,
        links.other_alert_id

    from reached

    inner join links
        on reached.other_alert_id = links.alert_id

),

groups as (

    select
        alert_id,
        min(other_alert_id) as group_number

    from reached

    group by alert_id

),

below_others as (

    select distinct alert_id from links
    where is_below_other

),

-- The lead of the group: an alert that nobody muted, with nothing unusual above it, then by severity, tier, and how
-- unusual it is.
ranked as (

    select
        alerts.*,
        groups.group_number,
        row_number() over (
            partition by groups.group_number
            order by
                case alerts.alert_status when 'new' then 0 else 1 end,
                case when below_others.alert_id is null then 0 else 1 end,
                case alerts.severity when 'critical' then 1 when 'warning' then 2 else 3 end,
                case alerts.tier
                    when 'north_star' then 1
                    when 'outcome' then 2
                    when 'guardrail' then 3
                    when 'influencer' then 4
                    else 5
                end,
                -alerts.threshold_ratio,
                alerts.alert_id
        ) as group_position

    from alerts

    inner join groups
        on alerts.alert_id = groups.alert_id

    left join below_others
        on alerts.alert_id = below_others.alert_id

),

with_lead as (

    select
        *,
        first_value(alert_id) over (
            partition by group_number
            order by group_position
            rows between unbounded preceding and unbounded following
        ) as lead_alert_id

    from ranked

)

select
    -- grain
    alert_id,
    metric_name,
    metric_version,
    period_grain,
    period_start,
    period_end,
    breakdown,
    breakdown_value,

    -- the metric
    label,
    owner,
    tier,

    -- what was tested, and what was found
    measure,
    threshold,
    value,
    expected_value,
    lower_value,
    upper_value,
    deviation,
    deviation_rate,
    history_count,
    robust_z,
    threshold_ratio,
    reason,

    -- what it means
    anomaly_direction,
    is_favourable,
    severity,
    since_period_start,
    reasons,

    -- who knows
    alert_status,
    muted_by,
    mute_reason,
    lead_alert_id,
    lead_alert_id = alert_id as is_lead

from with_lead
