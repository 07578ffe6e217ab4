-- One matter, one group: alerts of the same period that are above and below each other in the metric tree. What stands
-- outside of the tree goes with the alerts of its own mart.
with recursive

alerts as (

    select * from {{ ref('int_metric_alerts') }}

),

edges as (

    select
        parent_metric,
        child_metric

    from {{ ref('int_metric_tree_edges') }}

),

tree_metrics as (

    select parent_metric as metric_name from edges

    union distinct

    select child_metric as metric_name from edges

),

-- Who is above whom, however far.
ancestry as (

    select
        parent_metric as ancestor_metric,
        child_metric as metric_name

    from edges

    union distinct

    select
        ancestry.ancestor_metric,
        edges.child_metric as metric_name

    from ancestry

    inner join edges
        on ancestry.metric_name = edges.parent_metric

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
        others.alert_id as other_alert_id,
        above.ancestor_metric is not null as is_below_other

    from placed

    inner join placed as others
        on placed.period_grain = others.period_grain
        and placed.period_start = others.period_start
        and placed.breakdown = others.breakdown
        and placed.breakdown_value = others.breakdown_value
        and placed.alert_id != others.alert_id

    left join ancestry as above
        on placed.metric_name = above.metric_name
        and others.metric_name = above.ancestor_metric

    left join ancestry as below
        on placed.metric_name = below.ancestor_metric
        and others.metric_name = below.metric_name

    where
        above.ancestor_metric is not null
        or below.ancestor_metric is not null
        or (placed.mart = others.mart and not (placed.is_in_tree and others.is_in_tree))

),

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

folded as (

    select distinct alert_id from links
    where is_below_other

),

-- The lead speaks for the group: nothing above it is unusual too, then by severity, tier, and how unusual it is.
ranked as (

    select
        alerts.alert_id,
        groups.group_number,
        row_number() over (
            partition by groups.group_number
            order by
                case alerts.alert_status when 'new' then 0 else 1 end,
                case when folded.alert_id is null then 0 else 1 end,
                case alerts.severity when 'critical' then 1 when 'warning' then 2 else 3 end,
                case alerts.tier
                    when 'north_star' then 1 when 'outcome' then 2 when 'guardrail' then 3 when 'influencer' then 4 else 5
                end,
                alerts.threshold_ratio desc,
                alerts.alert_id
        ) as group_position

    from alerts

    inner join groups
        on alerts.alert_id = groups.alert_id

    left join folded
        on alerts.alert_id = folded.alert_id

),

final as (

    select
        alert_id,
        group_position,
        first_value(alert_id) over (
            partition by group_number
            order by group_position
            rows between unbounded preceding and unbounded following
        ) as lead_alert_id

    from ranked

)

select * from final
