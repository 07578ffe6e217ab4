{#- What each goal is to the goal that it serves. If that is not there, or nothing ties the two, the build stops. -#}
with

with_parents as (

    select * from {{ ref('int_metric_goal_parents') }}

),

-- How the parent is split into goals that add up to it.
with_splits as (

    select
        *,
        case
            when not is_same_kind then null
            when is_same_metric and not is_additive then null
            when is_same_metric and parent_breakdown = 'total' and breakdown != 'total' then breakdown
            when is_same_metric and is_same_value and kind = 'total' and is_shorter then 'time'
            when is_same_value and weight is not null then 'formula'
        end as split_by

    from with_parents

),

with_links as (

    select
        *,
        case
            when parent_goal is null then 'top goal'
            when split_by is not null then 'adds up'
            when (parent_breakdown = 'total' or is_same_value) and (is_same_metric or is_descendant) then 'part of it'
            when is_influencer then 'hypothesis'
        end as link

    from with_splits

),

with_siblings as (

    select
        *,
        min(split_by) over (partition by parent_goal) as first_split,
        max(case when split_by is not null then period_end end) over (
            partition by parent_goal, metric_name, breakdown, breakdown_value, split_by
            order by period_start, period_end, goal_name
            rows between unbounded preceding and 1 preceding
        ) as last_sibling_end

    from with_links

),

with_problems as (

    select
        *,
        case
            when parent_goal is null then null
            when known_parent is null
                then 'an orphan, no goal has the name ' || parent_goal || '; write one of goal_name'
            when parent_goal = goal_name then 'it serves itself; write another goal, or leave it blank'
            when period_start < parent_start or period_end > parent_end
                then
                    'its time is not within that of ' || parent_goal || ', ' || cast(parent_start as varchar) || ' to '
                    || cast(parent_end as varchar) || '; write a goal of a time that holds it'
            when link is null
                then
                    'nothing says how ' || metric_name || ' moves ' || parent_metric || '; write another goal, or a row'
                    || ' in metric_tree_children.csv or metric_influencers.csv'
            when split_by != first_split
                then
                    parent_goal || ' is split by ' || first_split || ' already, and by ' || split_by
                    || ' would be counted twice; write the goal that this one is a part of'
            when split_by is not null and period_start < last_sibling_end
                then 'it counts the same numbers as another goal that serves ' || parent_goal || '; write one of them'
        end as problem

    from with_siblings

),

checked as (

    select
        *,
        {{ sound_or_stop('problem', "
            'metric_goals.csv, row ' || goal_name || ', column parent_goal: ' || problem
        ") }} as is_sound

    from with_problems

)

select
    goal_name,
    parent_goal,
    parent_metric,
    metric_name,
    breakdown,
    breakdown_value,
    team,
    kind,
    period_start,
    period_end,
    target,
    link,
    split_by,
    case when split_by = 'formula' then weight when split_by is not null then 1 end as weight

from checked

where is_sound
