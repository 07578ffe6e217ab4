{#- The way from each goal up to the top. Goals that serve each other in a circle have no top: they stop the build. -#}
with recursive

links as (

    select * from {{ ref('int_metric_goal_links') }}

),

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

    -- Who comes round to a goal that was on the way is in a circle. Names have no spaces: none is part of another.
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

)

select
    goal_name,
    top_goal,
    goal_path,
    goal_depth

from checked

where is_sound
