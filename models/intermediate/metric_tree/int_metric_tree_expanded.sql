-- Every change that the tree explains, followed down to the metrics that have no children. What a child adds to its
-- parent counts for the root as much as one unit of the parent does.
with recursive

tree as (

    select * from {{ ref('metric_tree') }}

),

expanded as (

    select
        parent_metric as root_metric,
        metric_version,
        child_metric as metric_name,
        parent_metric || ' > ' || child_metric as tree_path,
        period_grain,
        period_start,
        breakdown,
        breakdown_value,
        cast(contribution as double) as amount,
        contribution_per_unit as weight,
        reason

    from tree

    union all

    select
        expanded.root_metric,
        expanded.metric_version,
        tree.child_metric as metric_name,
        expanded.tree_path || ' > ' || tree.child_metric as tree_path,
        expanded.period_grain,
        expanded.period_start,
        expanded.breakdown,
        expanded.breakdown_value,
        expanded.weight * cast(tree.contribution as double) as amount,
        expanded.weight * tree.contribution_per_unit as weight,
        coalesce(expanded.reason, tree.reason) as reason

    from expanded

    inner join tree
        on expanded.metric_name = tree.parent_metric
        and expanded.period_grain = tree.period_grain
        and expanded.period_start = tree.period_start
        and expanded.breakdown = tree.breakdown
        and expanded.breakdown_value = tree.breakdown_value

)

select
    root_metric,
    metric_version,
    metric_name,
    tree_path,
    period_grain,
    period_start,
    breakdown,
    breakdown_value,
    amount,
    weight,
    reason

from expanded
