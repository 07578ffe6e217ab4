-- Where each goal stands in a month, from its first to its last; only of the last month of which everything is known.
with

review_values as (

    select * from {{ ref('int_review_values') }}

),

goals as (

    select * from {{ ref('metric_goal_rollup') }}

),

catalog as (

    select * from {{ ref('metric_catalog') }}

),

last_month as (

    select max(month_start) as month_start
    from review_values
    where period_grain = 'month'

),

said as (

    select
        last_month.month_start,
        goals.metric_name,
        goals.goal_name,
        goals.target_status,
        goals.attainment,
        catalog.label
        || case goals.breakdown when 'total' then '' else ' (' || goals.breakdown_value || ')' end as what,
        {{ shown_value('goals.actual_value', 'catalog.unit') }} as actual_shown,
        {{ shown_value('goals.target', 'catalog.unit') }} as target_shown,
        {{ shown_value('goals.forecast_value', 'catalog.unit') }} as forecast_shown,
        goals.team,
        goals.period_end,
        goals.rollup_gap

    from last_month

    inner join goals
        on last_month.month_start < goals.period_end
        and last_month.month_start >= cast({{ dbt.date_trunc('month', 'goals.period_start') }} as date)

    inner join catalog
        on goals.metric_name = catalog.metric_name

)

select
    month_start,
    'goals' as section,
    metric_name,
    case
        when target_status in ('reached', 'on pace') then 'good'
        when target_status in ('missed', 'behind') then 'bad'
        else 'neutral'
    end as tone,
    abs(1 - attainment) as weight,
    goal_name || ' (' || team || '): ' || what || ' ' || actual_shown || ' of ' || target_shown || ', ' || target_status
    || case
        when target_status in ('on pace', 'behind')
            then ', forecast for ' || cast(period_end as varchar) || ' ' || forecast_shown
        else ''
    end
    || case when rollup_gap != 0 then ', its parts do not add up to it' else '' end
    || '.' as sentence

from said
