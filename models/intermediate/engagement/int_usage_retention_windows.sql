{#- Stops the build, with an explanation, at the first row that is not a valid window. -#}
with

windows as (

    select
        window_name,
        kind,
        try_cast(first_day as integer) as first_day,
        try_cast(last_day as integer) as last_day,
        first_day as first_day_text,
        last_day as last_day_text,
        count(*) over (partition by window_name) as name_count

    from {{ ref('usage_retention_windows') }}

),

with_problems as (

    select
        *,
        case
            when window_name is null or name_count > 1 then 'window_name must be there and differ from all others'
            when kind is null or kind not in ('on_day', 'on_or_after', 'bracket')
                then 'kind must be on_day, on_or_after or bracket'
            when first_day is null or first_day < 1 then 'first_day must be a whole number from 1 on'
            when kind = 'on_or_after' and last_day_text is not null then 'on_or_after has no last_day'
            when kind != 'on_or_after' and last_day is null then 'last_day must be a whole number'
            when last_day < first_day then 'last_day is before first_day'
            when kind = 'on_day' and last_day != first_day then 'on_day has one day: last_day is first_day'
        end as problem

    from windows

),

checked as (

    select
        window_name,
        kind,
        first_day,
        last_day,
        {{ sound_or_stop('problem', "
            'usage_retention_windows.csv, window ''' || coalesce(window_name, '') || ''', kind '''
            || coalesce(kind, '') || ''', days ''' || coalesce(first_day_text, '') || ''' to '''
            || coalesce(last_day_text, '') || ''': ' || problem
        ") }} as is_sound

    from with_problems

)

select
    window_name,
    kind,
    first_day,
    last_day,
    -- From this age in days on a cohort has a number; the rest of an unbounded window may still add to it.
    coalesce(last_day, first_day) as mature_after_days

from checked

where is_sound
