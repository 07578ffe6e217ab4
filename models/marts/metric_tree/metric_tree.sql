-- What each child adds to the change of its parent: the change of its part, times what the other slots are on average
-- over all orders in which the children could have changed one after the other (Shapley). In a sum that is its change.
with

parts as (

    select
        *,
        {{ metric_tree_rounded('part', 'child_places') }} as exact_part,
        {{ metric_tree_rounded('previous_part', 'child_places') }} as exact_previous_part,
        {{ metric_tree_rounded('parent_value', 'parent_places') }} as exact_parent_value,
        {{ metric_tree_rounded('previous_parent_value', 'parent_places') }} as exact_previous_parent_value

    from {{ ref('int_metric_tree_parts') }}

),

-- Parts that are added up are added as decimals, so that the order of the rows does not matter.
with_slot_values as (

    select
        *,
        case role
            when 'denominator' then coefficient * child_value
            when 'factor' then part
            else cast(sum(exact_part) over slot_parts as double)
        end as slot_value,
        case role
            when 'denominator' then coefficient * previous_child_value
            when 'factor' then previous_part
            else cast(sum(exact_previous_part) over slot_parts as double)
        end as previous_slot_value

    from parts

    window
        slot_parts as (
            partition by parent_metric, metric_version, period_start, breakdown, breakdown_value, slot
        )

),

with_slots as (

    select
        *,
        {% for slot in [1, 2, 3] %}
            {% for when in ['', 'previous_'] %}
                coalesce(
                    max(case when role != 'denominator' and slot = {{ slot }} then {{ when }}slot_value end)
                        over siblings,
                    1
                ) as {{ when }}above_{{ slot }},
                coalesce(
                    max(case when role = 'denominator' and slot = {{ slot }} then {{ when }}slot_value end)
                        over siblings,
                    1
                ) as {{ when }}below_{{ slot }},
            {% endfor %}
        {% endfor %}
        max(position) over siblings as last_position,
        first_value(child_reason) over (
            partition by parent_metric, metric_version, period_start, breakdown, breakdown_value
            order by case when child_reason is null then 1 else 0 end, position
        ) as reason

    from with_slot_values

    window siblings as (partition by parent_metric, metric_version, period_start, breakdown, breakdown_value)

),

with_formula as (

    select
        *,
        {% for slot in [1, 2, 3] %}
            above_{{ slot }} / nullif(below_{{ slot }}, 0) as slot_{{ slot }},
            previous_above_{{ slot }} / nullif(previous_below_{{ slot }}, 0) as previous_slot_{{ slot }},
        {% endfor %}
        above_1 * above_2 * above_3 / nullif(below_1 * below_2 * below_3, 0) as made_value,
        previous_above_1 * previous_above_2 * previous_above_3
        / nullif(previous_below_1 * previous_below_2 * previous_below_3, 0) as previous_made_value

    from with_slots

),

with_weights as (

    select
        *,
        case slot
            {% for slot, one, other in [(1, 2, 3), (2, 1, 3), (3, 1, 2)] %}
                when {{ slot }} then (
                    previous_slot_{{ one }} * previous_slot_{{ other }} + slot_{{ one }} * slot_{{ other }}
                    + (previous_slot_{{ one }} + slot_{{ one }}) * (previous_slot_{{ other }} + slot_{{ other }})
                ) / 6
            {% endfor %}
        end as part_weight,
        case
            when reason is null
                then
                    {{ metric_tree_rounded('made_value', 'parent_places') }}
                    - {{ metric_tree_rounded('previous_made_value', 'parent_places') }}
        end as explained_change

    from with_formula

),

rounded as (

    select
        *,
        case
            when reason is not null then null
            when operation in ('sum', 'difference') then exact_part - exact_previous_part
            else {{ metric_tree_rounded('(part - previous_part) * part_weight', 'parent_places') }}
        end as rounded_contribution,
        case
            when reason is not null then null
            when role = 'denominator' then -part_weight / (coefficient * child_value * previous_child_value)
            when role = 'subtrahend' then -coefficient * part_weight
            else coefficient * part_weight
        end as contribution_per_unit

    from with_weights

),

-- The last child absorbs the rounding, in the last digit, so that the children add up to what they explain.
with_contributions as (

    select
        *,
        rounded_contribution
        + case
            when position = last_position
                then explained_change - sum(rounded_contribution) over (
                    partition by parent_metric, metric_version, period_start, breakdown, breakdown_value
                )
            else 0
        end as contribution

    from rounded

),

-- The last child is there twice, the second time as the row of the remainder that no child explains.
with_unexplained as (

    select
        *,
        false as is_unexplained
    from with_contributions

    union all

    select
        *,
        true as is_unexplained
    from with_contributions
    where position = last_position

),

all_rows as (

    select
        *,
        case when is_unexplained then '(unexplained)' else child_metric end as child_name,
        case when is_unexplained then position + 1 else position end as place,
        case
            when is_unexplained then exact_parent_value - exact_previous_parent_value - explained_change
            else contribution
        end as exact_contribution,
        case
            when not is_unexplained then {{ metric_tree_rounded('child_value', 'child_places') }}
        end as exact_child_value,
        case
            when not is_unexplained then {{ metric_tree_rounded('previous_child_value', 'child_places') }}
        end as exact_previous_child_value

    from with_unexplained

)

select
    -- grain
    parent_metric,
    metric_version,
    child_name as child_metric,
    period_grain,
    period_start,
    breakdown,
    breakdown_value,

    -- the tree
    operation,
    case when not is_unexplained then role end as role,  -- noqa: RF04
    place as position,  -- noqa: RF04
    case when is_unexplained then 'Not explained' else label end as label,

    -- the parent
    exact_parent_value as parent_value,
    exact_previous_parent_value as previous_parent_value,
    exact_parent_value - exact_previous_parent_value as parent_change,

    -- the child
    exact_child_value as child_value,
    exact_previous_child_value as previous_child_value,
    exact_child_value - exact_previous_child_value as child_change,

    -- what the child adds to the parent's change
    cast(exact_contribution as decimal(38, 12)) as contribution,
    cast(exact_contribution as double) / nullif(cast(exact_parent_value - exact_previous_parent_value as double), 0)
        as contribution_share,
    case when is_unexplained and reason is null then 1 else contribution_per_unit end as contribution_per_unit,
    reason,

    is_complete

from all_rows
