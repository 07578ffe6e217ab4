with

contributions as (

    select * from {{ ref('int_metric_tree_contributions') }}

),

children as (

    select
        parent_metric,
        metric_version,
        period_grain,
        period_start,
        breakdown,
        breakdown_value,
        child_metric,
        operation,
        role,
        position,
        label,
        parent_value,
        previous_parent_value,
        child_value,
        previous_child_value,
        contribution,
        contribution_per_unit,
        reason,
        is_complete

    from contributions

),

unexplained as (

    select
        parent_metric,
        metric_version,
        period_grain,
        period_start,
        breakdown,
        breakdown_value,
        '(unexplained)' as child_metric,
        operation,
        cast(null as varchar) as role,  -- noqa: RF04
        position + 1 as position,  -- noqa: RF04
        'Not explained' as label,
        parent_value,
        previous_parent_value,
        cast(null as decimal(38, 12)) as child_value,
        cast(null as decimal(38, 12)) as previous_child_value,
        parent_value - previous_parent_value - explained_change as contribution,
        case when reason is null then cast(1 as double) end as contribution_per_unit,
        reason,
        is_complete

    from contributions

    where position = last_position

),

all_rows as (

    select * from children

    union all

    select * from unexplained

),

final as (

    select
        -- grain
        parent_metric,
        metric_version,
        child_metric,
        period_grain,
        period_start,
        breakdown,
        breakdown_value,

        -- the tree
        operation,
        role,
        position,
        label,

        -- the parent
        parent_value,
        previous_parent_value,
        parent_value - previous_parent_value as parent_change,

        -- the child
        child_value,
        previous_child_value,
        child_value - previous_child_value as child_change,

        -- what the child adds to the parent's change
        cast(contribution as decimal(38, 12)) as contribution,
        cast(contribution as double) / nullif(cast(parent_value - previous_parent_value as double), 0)
            as contribution_share,
        contribution_per_unit,
        reason,

        is_complete

    from all_rows

)

select * from final
