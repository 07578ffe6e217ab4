-- Which alerts are one matter: those of the same period that are above and below each other in the metric tree. What
-- stands outside of the tree goes with the alerts of its own mart.
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

final as (

    select
        placed.alert_id,
        neighbours.alert_id as other_alert_id,
        upward.ancestor_metric is not null as is_below_other

    from placed

    inner join placed as neighbours
        on placed.period_grain = neighbours.period_grain
        and placed.period_start = neighbours.period_start
        and placed.breakdown = neighbours.breakdown
        and placed.breakdown_value = neighbours.breakdown_value
        and placed.alert_id != neighbours.alert_id

    left join ancestry as upward
        on placed.metric_name = upward.metric_name
        and neighbours.metric_name = upward.ancestor_metric

    left join ancestry as downward
        on placed.metric_name = downward.ancestor_metric
        and neighbours.metric_name = downward.metric_name

    where
        upward.ancestor_metric is not null
        or downward.ancestor_metric is not null
        or (placed.mart = neighbours.mart and not (placed.is_in_tree and neighbours.is_in_tree))

)

select * from final
