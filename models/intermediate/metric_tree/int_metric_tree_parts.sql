-- Parent and children side by side, each child as the part of the formula that it is: every operation is a product of
-- up to three slots, a slot being a sum of parts. Sums and differences have one slot, ratios two, products one per
-- child.
with

edges as (

    select * from {{ ref('int_metric_tree_edges') }}

),

metric_values as (

    select * from {{ ref('metric_values') }}

),

in_the_tree as (

    select
        parent_metric as metric_name,
        'value' as value_column

    from edges

    union distinct

    select
        child_source as metric_name,
        child_column as value_column

    from edges

),

picked as (

    select
        metric_values.metric_name,
        metric_values.metric_version,
        in_the_tree.value_column,
        metric_values.period_grain,
        metric_values.period_start,
        metric_values.breakdown,
        metric_values.breakdown_value,
        case in_the_tree.value_column
            when 'numerator' then metric_values.numerator
            when 'denominator' then metric_values.denominator
            else metric_values.value
        end as value,  -- noqa: RF04
        metric_values.is_complete

    from metric_values

    inner join in_the_tree
        on metric_values.metric_name = in_the_tree.metric_name

),

periods as (

    select
        metric_name,
        metric_version,
        value_column,
        period_start,
        lag(period_start) over (partition by metric_name, metric_version, value_column order by period_start)
            as previous_period_start

    from picked
    where breakdown = 'total'

),

with_last_row as (

    select
        *,
        lag(value) over value_history as last_row_value,
        lag(period_start) over value_history as last_period_start

    from picked

    window
        value_history as (
            partition by metric_name, metric_version, value_column, period_grain, breakdown, breakdown_value
            order by period_start
        )

),

-- The last row of a breakdown value may be older than the period before: cohorts have rows only where somebody came.
tree_values as (

    select
        with_last_row.metric_name,
        with_last_row.metric_version,
        with_last_row.value_column,
        with_last_row.period_grain,
        with_last_row.period_start,
        with_last_row.breakdown,
        with_last_row.breakdown_value,
        with_last_row.value,
        case
            when with_last_row.last_period_start = periods.previous_period_start then with_last_row.last_row_value
        end as previous_value,
        periods.previous_period_start,
        with_last_row.is_complete

    from with_last_row

    inner join periods
        on with_last_row.metric_name = periods.metric_name
        and with_last_row.metric_version = periods.metric_version
        and with_last_row.value_column = periods.value_column
        and with_last_row.period_start = periods.period_start

),

joined as (

    select
        parents.metric_name as parent_metric,
        parents.metric_version,
        parents.period_grain,
        parents.period_start,
        parents.previous_period_start,
        parents.breakdown,
        parents.breakdown_value,
        parents.is_complete,
        edges.child_metric,
        edges.operation,
        edges.role,
        edges.position,
        edges.label,
        edges.coefficient,
        edges.parent_places,
        edges.child_places,
        parents.value as parent_value,
        parents.previous_value as previous_parent_value,
        children.value as child_value,
        case when parents.previous_period_start = children.previous_period_start then children.previous_value end
            as previous_child_value

    from tree_values as parents

    inner join edges
        on parents.metric_name = edges.parent_metric
        and parents.value_column = 'value'

    left join tree_values as children
        on edges.child_source = children.metric_name
        and edges.child_column = children.value_column
        and parents.period_grain = children.period_grain
        and parents.period_start = children.period_start
        and parents.breakdown = children.breakdown
        and parents.breakdown_value = children.breakdown_value

),

with_parts as (

    select
        *,
        case
            when operation = 'product'
                then row_number() over (
                    partition by parent_metric, metric_version, period_start, breakdown, breakdown_value
                    order by position
                )
            when operation = 'ratio' and role = 'denominator' then 2
            else 1
        end as slot,
        case role
            when 'denominator' then 1 / nullif(coefficient * child_value, 0)
            when 'subtrahend' then -coefficient * child_value
            else coefficient * child_value
        end as part,
        case role
            when 'denominator' then 1 / nullif(coefficient * previous_child_value, 0)
            when 'subtrahend' then -coefficient * previous_child_value
            else coefficient * previous_child_value
        end as previous_part,
        case
            when previous_period_start is null then 'no period before'
            when parent_value is null then parent_metric || ' has no value'
            when previous_parent_value is null then parent_metric || ' had no value before'
            when child_value is null then child_metric || ' has no value'
            when previous_child_value is null then child_metric || ' had no value before'
            when role = 'denominator' and child_value = 0 then child_metric || ' is 0'
            when role = 'denominator' and previous_child_value = 0 then child_metric || ' was 0 before'
        end as child_reason

    from joined

)

select * from with_parts
