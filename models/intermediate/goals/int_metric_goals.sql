{#- Stops the build, with an explanation, at the first row that is not a valid target. -#}
with

all_goals as (

    select
        {{ text_value('goal_name') }} as goal_name,
        {{ text_value('parent_goal') }} as parent_goal,
        {{ text_value('metric_name') }} as metric_name,
        {{ text_value('breakdown') }} as breakdown,
        {{ text_value('breakdown_value') }} as breakdown_value,
        {{ text_value('team') }} as team,
        {{ text_value('kind') }} as kind,
        {{ text_value('period_start') }} as period_start_text,
        {{ text_value('period_end') }} as period_end_text,
        {{ text_value('target') }} as target_text,
        try_cast({{ text_value('period_start') }} as date) as period_start,
        try_cast({{ text_value('period_end') }} as date) as period_end,
        try_cast({{ text_value('target') }} as double) as target  -- noqa: RF04

    from {{ ref('metric_goals') }}

),

waiting as (

    select goal_name from all_goals
    where coalesce(metric_name, '') in ({{ metrics_of_shut_rooms() }})

),

-- A goal whose metric belongs to a room that is shut waits, and those below it are goals of their own meanwhile.
goals as (

    select
        all_goals.* exclude (parent_goal),
        case when parents.goal_name is null then all_goals.parent_goal end as parent_goal

    from all_goals

    left join waiting
        on all_goals.goal_name = waiting.goal_name

    left join waiting as parents
        on all_goals.parent_goal = parents.goal_name

    where waiting.goal_name is null

),

metric_catalog as (

    select * from {{ ref('metric_catalog') }}

),

joined as (

    select
        goals.*,
        metric_catalog.direction,
        max(goals.period_end) over (
            partition by goals.metric_name, goals.breakdown, goals.breakdown_value, goals.team
            order by goals.period_start, goals.period_end
            rows between unbounded preceding and 1 preceding
        ) as last_period_end,
        count(*) over (partition by goals.goal_name) as name_count

    from goals

    left join metric_catalog
        on goals.metric_name = metric_catalog.metric_name

),

with_problems as (

    select
        *,
        case
            when direction is null then 'column metric_name: no metric has this name; write one of metric_catalog'
            when breakdown is null or breakdown_value is null
                then 'column breakdown: write total and all, or a breakdown and one of its values'
            when team is null then 'column team: write the team that answers for the target'
            when kind is null or kind not in ('level', 'total') then 'column kind: write level or total'
            when period_start is null then 'column period_start: write a day such as 2025-06-30'
            when period_end is null then 'column period_end: write the first day after, such as 2025-07-01'
            when period_end <= period_start then 'column period_end: write a day after period_start'
            when target is null then 'column target: write a number'
            when period_start < last_period_end
                then 'column period_start: it overlaps another target of this metric, breakdown value and team'
            when goal_name is null or not regexp_full_match(goal_name, '[A-Za-z0-9_-]+')
                then 'column goal_name: write a short name of letters, digits, - and _'
            when name_count > 1 then 'column goal_name: another goal has the name ' || goal_name
        end as problem

    from joined

),

checked as (

    select
        *,
        {{ sound_or_stop('problem', "
            'metric_goals.csv, row ' || coalesce(metric_name, '(none)') || ', '
            || coalesce(breakdown, '(none)') || ' ' || coalesce(breakdown_value, '(none)') || ', team '
            || coalesce(team, '(none)') || ', from ' || coalesce(period_start_text, '(none)') || ' to '
            || coalesce(period_end_text, '(none)') || ', ' || problem
        ") }} as is_sound

    from with_problems

)

select
    goal_name,
    parent_goal,
    metric_name,
    breakdown,
    breakdown_value,
    team,
    kind,
    period_start,
    period_end,
    target,
    direction

from checked

where is_sound
