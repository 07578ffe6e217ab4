{#- Goals that serve each other in a circle have no top: they stop the build. -#}
with recursive

links as (

    select * from {{ ref('int_metric_goal_links') }}

),

metric_catalog as (

    select * from {{ ref('metric_catalog') }}

),

metric_targets as (

    select * from {{ ref('metric_targets') }}

),

verdicts as (

    select * from {{ ref('driver_verdicts') }}

    where period = 'all'

),

-- The path from each goal up to the top.
steps as (

    select
        goal_name,
        parent_goal as next_goal,
        goal_name as top_goal,
        goal_name as goal_path,
        0 as goal_depth

    from links

    union all

    select
        steps.goal_name,
        links.parent_goal as next_goal,
        links.goal_name as top_goal,
        links.goal_name || ' > ' || steps.goal_path as goal_path,
        steps.goal_depth + 1 as goal_depth

    from steps

    inner join links
        on steps.next_goal = links.goal_name

    -- A path that returns to one of its own goals is a circle. Names have no spaces: none is part of another.
    where {{ dbt.position("' ' || steps.next_goal || ' '", "' ' || steps.goal_path || ' '") }} = 0

),

ends as (

    select
        *,
        row_number() over (partition by goal_name order by goal_depth desc) as place_from_top

    from steps

),

checked as (

    select
        *,
        {{ sound_or_stop('next_goal', "
            'metric_goals.csv, row ' || goal_name || ', column parent_goal: the goals go round in a circle, '
            || next_goal || ' > ' || goal_path || '; leave one of them without'
        ") }} as is_sound

    from ends

    where place_from_top = 1

),

paths as (

    select * from checked
    where is_sound

),

-- Decimals add up to the same number in any order.
children as (

    select
        parent_goal,
        min(split_by) as split_by,
        count(*) as child_count,
        count(split_by) as adding_child_count,
        cast(sum(cast(target * weight as decimal(38, 6))) as double) as rolled_up_target

    from links

    where parent_goal is not null

    group by 1

),

final as (

    select
        -- grain
        links.goal_name,

        -- the goal
        links.metric_name,
        links.breakdown,
        links.breakdown_value,
        links.team,
        links.kind,
        links.period_start,
        links.period_end,
        links.target,

        -- what it serves
        links.parent_goal,
        links.parent_metric,
        links.link,
        links.target * links.weight as counted_target,
        verdicts.verdict,
        verdicts.reason as verdict_reason,
        paths.goal_path,
        paths.goal_depth,
        paths.top_goal,
        case
            when top_catalog.mart = 'north_star_periods_by_breakdown' then 'north_star'
            when top_links.team = 'company' then 'company'
            else 'own'
        end as top_kind,

        -- what serves it
        coalesce(children.child_count, 0) as child_count,
        coalesce(children.adding_child_count, 0) as adding_child_count,
        children.split_by,
        children.rolled_up_target,
        children.rolled_up_target - links.target as rollup_gap,
        case
            when children.child_count is null then 'no goal serves it'
            when children.rolled_up_target is null then 'no goal that serves it adds up to it'
        end as no_rollup_reason,

        -- how it stands
        metric_targets.actual_value,
        metric_targets.attainment,
        metric_targets.forecast_value,
        metric_targets.target_status

    from links

    inner join paths
        on links.goal_name = paths.goal_name

    inner join links as top_links
        on paths.top_goal = top_links.goal_name

    inner join metric_catalog as top_catalog
        on top_links.metric_name = top_catalog.metric_name

    inner join metric_targets
        on links.metric_name = metric_targets.metric_name
        and links.breakdown = metric_targets.breakdown
        and links.breakdown_value = metric_targets.breakdown_value
        and links.team = metric_targets.team
        and links.period_start = metric_targets.period_start

    left join children
        on links.goal_name = children.parent_goal

    left join verdicts
        on links.link = 'hypothesis'
        and links.metric_name = verdicts.influencer_metric
        and links.parent_metric = verdicts.outcome_metric

)

select * from final
