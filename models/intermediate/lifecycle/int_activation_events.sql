-- When an account had done one of a step's events for the n-th time since it signed up.
with

steps as (

    select * from {{ ref('int_activation_steps') }}
    where kind = 'events'

),

events as (

    select * from {{ ref('int_counted_events') }}

),

sign_ups as (

    select * from {{ ref('int_sign_ups') }}
    where entity = 'account'

),

-- A name written twice counts once.
named_events as (

    select distinct
        step_name,
        trim(unnest(string_split(event_names, '|'))) as event_name

    from steps

),

-- `*` is any event, whatever else the step names.
open_steps as (

    select step_name from named_events
    where event_name = '*'

),

step_events as (

    select
        named_events.step_name,
        named_events.event_name

    from named_events

    left join open_steps
        on named_events.step_name = open_steps.step_name

    where open_steps.step_name is null

),

of_steps as (

    select
        step_events.step_name,
        events.account_number,
        events.date_day

    from events

    inner join step_events
        on events.event_name = step_events.event_name

    union all

    select
        open_steps.step_name,
        events.account_number,
        events.date_day

    from events

    cross join open_steps

),

step_days as (

    select
        step_name,
        account_number,
        date_day,
        count(*) as event_count

    from of_steps

    group by 1, 2, 3

),

running as (

    select
        step_days.step_name,
        step_days.account_number,
        step_days.date_day,
        sign_ups.account_id,
        sum(step_days.event_count) over (
            partition by step_days.step_name, step_days.account_number order by step_days.date_day
        ) as running_count

    from step_days

    inner join sign_ups
        on step_days.account_number = sign_ups.entity_number
        and step_days.date_day >= sign_ups.created_date

)

select
    running.account_id,
    running.step_name,
    min(running.date_day) as reached_date

from running

inner join steps
    on running.step_name = steps.step_name

where running.running_count >= steps.threshold

group by 1, 2
