{#- How each goal relates to the goal that it serves. If that goal does not exist, or nothing relates the two, the build
    stops. -#}
with

goals as (

    select
        *,
        metric_name in (
            {% for name in additive_metrics() %}
                {{ sql_text(name) }}{{ ',' if not loop.last }}
            {% endfor %}
            {{ "''" if not execute }}
        ) as is_additive

    from {{ ref('int_metric_goals') }}

),

-- Children that the parent is the sum of, with their sign and coefficient.
addends as (

    select
        parent_metric,
        child_metric,
        case when role = 'subtrahend' then -coefficient else coefficient end as weight

    from {{ ref('int_metric_tree_edges') }}

    where operation in ('sum', 'difference')

),

descendants as (

    {{ metric_tree_descendants() }}

),

influencers as (

    select * from {{ ref('int_metric_influencers') }}

),

-- Each goal next to the goal that it serves, and what the metric tree and the hypotheses say about the two metrics.
with_parents as (

    select
        goals.*,
        parents.goal_name as known_parent,
        parents.metric_name as parent_metric,
        parents.breakdown as parent_breakdown,
        parents.period_start as parent_start,
        parents.period_end as parent_end,
        addends.weight as weight_in_parent,
        descendants.metric_name is not null as is_descendant,
        influencers.influencer_metric is not null as is_influencer,
        goals.metric_name = parents.metric_name as is_same_metric,
        goals.breakdown = parents.breakdown and goals.breakdown_value = parents.breakdown_value as is_same_value,

        -- Totals of shorter periods add up; of levels only the last one counts, so they must end on the same day.
        goals.kind = parents.kind and (goals.kind = 'total' or goals.period_end = parents.period_end) as is_same_kind,
        goals.period_start > parents.period_start or goals.period_end < parents.period_end as is_shorter

    from goals

    left join goals as parents
        on goals.parent_goal = parents.goal_name

    left join addends
        on goals.metric_name = addends.child_metric
        and parents.metric_name = addends.parent_metric

    left join descendants
        on goals.metric_name = descendants.metric_name
        and parents.metric_name = descendants.parent_metric

    left join influencers
        on goals.metric_name = influencers.influencer_metric
        and parents.metric_name = influencers.outcome_metric

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
            when is_same_value and weight_in_parent is not null then 'formula'
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
    case when split_by = 'formula' then weight_in_parent when split_by is not null then 1 end as weight

from checked

where is_sound
