-- Each goal beside the goal that it serves, and what the metric tree and the hypotheses say of the two metrics.
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

    select * from {{ ref('int_metric_tree_descendants') }}

),

influencers as (

    select * from {{ ref('int_metric_influencers') }}

),

with_parents as (

    select
        goals.*,
        parents.goal_name as known_parent,
        parents.metric_name as parent_metric,
        parents.breakdown as parent_breakdown,
        parents.period_start as parent_start,
        parents.period_end as parent_end,
        addends.weight,
        descendants.metric_name is not null as is_descendant,
        influencers.influencer_metric is not null as is_influencer,
        goals.metric_name = parents.metric_name as is_same_metric,
        goals.breakdown = parents.breakdown and goals.breakdown_value = parents.breakdown_value as is_same_value,

        -- Sums of shorter times add up; of levels only the last one counts, so they must end together.
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

)

select
    goal_name,
    parent_goal,
    known_parent,
    parent_metric,
    parent_breakdown,
    parent_start,
    parent_end,
    metric_name,
    breakdown,
    breakdown_value,
    team,
    kind,
    period_start,
    period_end,
    target,
    weight,
    is_additive,
    is_descendant,
    is_influencer,
    is_same_metric,
    is_same_value,
    is_same_kind,
    is_shorter

from with_parents
