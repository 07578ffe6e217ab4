with recursive

tree as (

    select * from {{ ref('metric_tree') }}

),

parents as (

    select
        parent_metric,
        max(parent_places) as parent_places

    from {{ ref('int_metric_tree_edges') }}

    group by 1

),

-- Every change that the tree explains, followed down to the metrics that have no children. What a child adds to its
-- parent counts for the root as much as one unit of the parent does.
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

),

-- A metric that is a leaf of several branches is one leaf; so is what the branches leave unexplained.
leaves as (

    select
        expanded.root_metric,
        expanded.metric_version,
        expanded.metric_name as leaf_metric,
        expanded.period_start,
        expanded.breakdown,
        expanded.breakdown_value,
        min(expanded.tree_path) as tree_path,
        count(*) as path_count,
        sum({{ metric_tree_rounded('expanded.amount', 'roots.parent_places') }}) as amount,
        min(expanded.reason) as reason

    from expanded

    inner join parents as roots
        on expanded.root_metric = roots.parent_metric

    left join parents
        on expanded.metric_name = parents.parent_metric

    where parents.parent_metric is null

    group by 1, 2, 3, 4, 5, 6

),

root_changes as (

    select * from tree
    where child_metric = '(unexplained)'

),

joined as (

    select
        leaves.root_metric,
        leaves.metric_version,
        leaves.leaf_metric,
        root_changes.period_grain,
        leaves.period_start,
        leaves.breakdown,
        leaves.breakdown_value,
        leaves.tree_path,
        leaves.path_count,
        root_changes.parent_value as root_value,
        root_changes.previous_parent_value as previous_root_value,
        root_changes.parent_change as root_change,
        leaves.amount,
        max(case when leaves.leaf_metric != '(unexplained)' then leaves.leaf_metric end) over siblings as last_leaf,
        sum(leaves.amount) over siblings as amounts,
        min(leaves.reason) over siblings as reason,
        root_changes.is_complete

    from leaves

    inner join root_changes
        on leaves.root_metric = root_changes.parent_metric
        and leaves.metric_version = root_changes.metric_version
        and leaves.period_start = root_changes.period_start
        and leaves.breakdown = root_changes.breakdown
        and leaves.breakdown_value = root_changes.breakdown_value

    window
        siblings as (
            partition by
                leaves.root_metric, leaves.metric_version, leaves.period_start, leaves.breakdown, leaves.breakdown_value
        )

),

-- The last leaf absorbs the rounding.
final as (

    select
        -- grain
        root_metric,
        metric_version,
        leaf_metric,
        period_grain,
        period_start,
        breakdown,
        breakdown_value,

        -- the path
        tree_path,
        path_count,

        -- the root
        root_value,
        previous_root_value,
        root_change,

        -- what the leaf adds to the root's change
        cast(
            case
                when reason is null
                    then amount + case when leaf_metric = last_leaf then root_change - amounts else 0 end
            end as decimal(38, 12)
        ) as contribution,
        reason,

        is_complete

    from joined

)

select * from final
