{#- Stops the build, with an explanation, at the first row that is not a valid mute. -#}
with

mutes as (

    select
        {{ text_value('metric_name') }} as metric_name,
        {{ text_value('kind') }} as kind,
        {{ text_value('who') }} as who,
        {{ text_value('reason') }} as reason,
        {{ text_value('period_start') }} as period_start_text,
        {{ text_value('period_end') }} as period_end_text,
        try_cast({{ text_value('period_start') }} as date) as period_start,
        try_cast({{ text_value('period_end') }} as date) as period_end

    from {{ ref('metric_alert_mutes') }}

    where coalesce({{ text_value('metric_name') }}, '') not in ({{ metrics_of_shut_rooms() }})

),

metric_catalog as (

    select * from {{ ref('metric_catalog') }}

),

joined as (

    select
        mutes.*,
        metric_catalog.metric_name is not null or mutes.metric_name = '*' as is_known,
        max(mutes.period_end) over (
            partition by mutes.metric_name
            order by mutes.period_start, mutes.period_end
            rows between unbounded preceding and 1 preceding
        ) as last_period_end

    from mutes

    left join metric_catalog
        on mutes.metric_name = metric_catalog.metric_name

),

with_problems as (

    select
        *,
        case
            when not coalesce(is_known, false)
                then 'column metric_name: no metric has this name; write one of metric_catalog, or * for all'
            when period_start is null then 'column period_start: write a day such as 2025-06-30'
            when period_end is null then 'column period_end: write the first day after, such as 2025-07-01'
            when period_end <= period_start then 'column period_end: write a day after period_start'
            when kind is null or kind not in ('muted', 'acknowledged') then 'column kind: write muted or acknowledged'
            when who is null then 'column who: write the team or person that answers for it'
            when reason is null then 'column reason: write why'
            when period_start < last_period_end
                then 'column period_start: it overlaps another row of this metric; write one that goes on for both'
        end as problem

    from joined

),

checked as (

    select
        *,
        {{ sound_or_stop('problem', "
            'metric_alert_mutes.csv, row ' || coalesce(metric_name, '(none)') || ' from '
            || coalesce(period_start_text, '(none)') || ' to ' || coalesce(period_end_text, '(none)') || ', '
            || problem
        ") }} as is_sound

    from with_problems

)

select
    metric_name,
    period_start,
    period_end,
    kind,
    who,
    reason

from checked

where is_sound
