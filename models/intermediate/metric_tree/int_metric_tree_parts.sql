-- Parent and children side by side, each child as the part of the formula that it is: every operation is a product of
-- up to three slots, a slot being a sum of parts. Sums and differences have one slot, ratios two, products one a child.
with

edges as (

    select * from {{ ref('int_metric_tree_edges') }}

),

tree_values as (

    select * from {{ ref('int_metric_tree_values') }}

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
