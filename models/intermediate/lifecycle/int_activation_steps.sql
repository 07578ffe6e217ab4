-- The rows of activation_steps.csv as numbers. One that cannot be followed stops the build, and the error names it.
{%- set step_names = ['signed_up', 'onboarded', 'first_value', 'north_star', 'paying', 'retained', 'expanded'] %}
{%- set kinds = ['sign_up', 'events', 'north_star', 'paying', 'retained', 'expanded'] %}
with

steps as (

    select * from {{ ref('activation_steps') }}

),

trimmed as (

    select
        nullif(trim(step_name), '') as step_name,
        nullif(trim(step_number), '') as step_number_text,
        coalesce(nullif(trim(label), ''), step_name) as step_label,
        nullif(trim(kind), '') as kind,
        nullif(trim(event_names), '') as event_names,
        nullif(trim(threshold), '') as threshold_text,
        nullif(trim(window_days), '') as window_days_text

    from steps

),

-- Anything but a whole number of at most five digits becomes null.
numbered as (

    select
        *,
        case when regexp_full_match(step_number_text, '[0-9]{1,5}') then cast(step_number_text as integer) end
            as step_number,
        case when regexp_full_match(threshold_text, '[0-9]{1,5}') then cast(threshold_text as integer) end
            as threshold,
        case when regexp_full_match(window_days_text, '[0-9]{1,5}') then cast(window_days_text as integer) end
            as window_days

    from trimmed

),

with_neighbours as (

    select
        *,
        count(*) over (partition by step_name) as name_count,
        count(*) over (partition by step_number) as number_count,
        min(step_number) over () as first_step_number,
        max(window_days) over (
            order by step_number rows between unbounded preceding and 1 preceding
        ) as longest_window_before

    from numbered

),

with_fault as (

    select
        *,
        case
            when
                step_name is null
                or step_name not in (
                    '{{ step_names | join("', '") }}'
                )
                then 'step_name is none of {{ step_names | join(", ") }}'
            when name_count > 1 then 'step_name is there ' || name_count || ' times'
            when step_number is null
                then 'step_number ''' || coalesce(step_number_text, '') || ''' is not a whole number'
            when number_count > 1 then 'step_number ' || step_number || ' is there ' || number_count || ' times'
            when
                kind is null
                or kind not in (
                    '{{ kinds | join("', '") }}'
                )
                then 'kind ''' || coalesce(kind, '') || ''' is none of {{ kinds | join(", ") }}'
            when (step_number = first_step_number) != (kind = 'sign_up')
                then 'the first step, and no other, is of kind sign_up'
            when window_days is null
                then 'window_days ''' || coalesce(window_days_text, '') || ''' is not a whole number of days'
            when window_days < longest_window_before
                then
                    'window_days ' || window_days || ' is less than the ' || longest_window_before
                    || ' of a step before it'
            when kind = 'events' and event_names is null then 'kind events needs event_names, joined by |, or *'
            when kind in ('events', 'retained') and coalesce(threshold, 0) < 1
                then
                    'threshold ''' || coalesce(threshold_text, '') || ''' is not a whole number from 1 on, which kind '
                    || kind || ' needs'
        end as fault

    from with_neighbours

),

-- The fault becomes an error when the name is read, which every query does.
checked as (

    select
        case
            when fault is null then step_name
            else cast(
                error('activation_steps.csv, the row of step ''' || coalesce(step_name, '') || ''': ' || fault)
                as varchar
            )
        end as step_name,
        step_number,
        step_label,
        kind,
        event_names,
        threshold,
        window_days

    from with_fault

)

select * from checked
