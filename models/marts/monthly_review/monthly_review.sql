with

review_values as (

    select * from {{ ref('int_review_values') }}

),

metric_sentences as (

    select * from {{ ref('int_review_metrics') }}

),

goals as (

    select * from {{ ref('metric_goal_rollup') }}

),

alerts as (

    select * from {{ ref('metric_alerts') }}

),

catalog as (

    select * from {{ ref('metric_catalog') }}

),

-- Status of each goal, in the last month that is over.
last_month as (

    select max(month_start) as month_start
    from review_values
    where period_grain = 'month'

),

running_goals as (

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

),

goal_sentences as (

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
        goal_name || ' (' || team || '): ' || what || ' ' || actual_shown || ' of ' || target_shown
        || ', ' || target_status
        || case
            when target_status in ('on pace', 'behind')
                then ', forecast for ' || cast(period_end as varchar) || ' ' || forecast_shown
            else ''
        end
        || case when rollup_gap != 0 then ', its parts do not add up to it' else '' end
        || '.' as sentence

    from running_goals

),

-- What was unusual in a month: one sentence for each group of alerts, that of its lead.
alert_groups as (

    select
        lead_alert_id,
        count(*) as alert_count

    from alerts

    group by lead_alert_id

),

lead_alerts as (

    select
        cast({{ dbt.date_trunc('month', 'alerts.period_start') }} as date) as month_start,
        alerts.*,
        alert_groups.alert_count,
        {{ shown_value('alerts.value', 'catalog.unit') }} as value_shown,
        {{ shown_value('alerts.expected_value', 'catalog.unit') }} as expected_shown

    from alerts

    inner join alert_groups
        on alerts.alert_id = alert_groups.lead_alert_id

    inner join catalog
        on alerts.metric_name = catalog.metric_name
        and alerts.metric_version = catalog.metric_version

),

alert_sentences as (

    select
        month_start,
        'alerts' as section,
        metric_name,
        case is_favourable when true then 'good' when false then 'bad' else 'neutral' end as tone,
        threshold_ratio as weight,
        label
        || case breakdown when 'total' then '' else ' (' || breakdown_value || ')' end
        || ', ' || period_grain || ' of ' || cast(period_start as varchar) || ': ' || value_shown
        || ' where ' || expected_shown || ' was to be expected, ' || severity
        || coalesce('. ' || reasons, '')
        || case when alert_count > 1 then '. With it: ' || cast(alert_count - 1 as varchar) || ' more' else '' end
        || case alert_status
            when 'new' then ''
            else '. ' || alert_status || ' by ' || muted_by || ': ' || mute_reason
        end
        || '.' as sentence

    from lead_alerts

),

all_sentences as (

    select * from metric_sentences

    union all

    select * from goal_sentences

    union all

    select * from alert_sentences

),

-- A month that is not over has complete weeks already, but nothing to review.
of_months_that_are_over as (

    select * from all_sentences
    where {{ dbt.dateadd('month', 1, 'month_start') }} <= {{ dbt.dateadd('day', 1, setting('as_of')) }}

),

final as (

    select
        -- grain
        month_start,
        section,
        cast(row_number() over (
            partition by month_start, section
            order by
                case tone when 'bad' then 1 when 'good' then 2 else 3 end asc,
                coalesce(weight, 0) desc,
                metric_name asc,
                sentence asc
        ) as integer) as position,

        -- what it says
        metric_name,
        tone,
        sentence

    from of_months_that_are_over

)

select * from final
