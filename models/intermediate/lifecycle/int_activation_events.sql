-- When an account had done one of a step's events for the n-th time since it signed up.
with

steps as (

    select * from {{ ref('int_activation_steps') }}
    where kind = 'events'

),

events as (

    select * from {{ ref('int_counted_events') }}

),

accounts as (

    select * from {{ ref('stg_crm__accounts') }}

),

numbers as (

    select * from {{ ref('stg_crm__entity_numbers') }}
    where entity = 'account'

),

-- A name written twice counts once.
step_events as (

    select distinct
        step_name,
        threshold,
        trim(unnest(string_split(event_names, '|'))) as event_name

    from steps

),

-- `*` is any event, whatever else the step names.
open_steps as (

    select
        step_name,
        threshold

    from step_events

    where event_name = '*'

),

account_days as (

    select
        accounts.account_id,
        events.event_name,
        events.date_day,
        count(*) as event_count

    from events

    inner join numbers
        on events.account_number = numbers.entity_number

    inner join accounts
        on numbers.entity_id = accounts.account_id
        and events.date_day >= accounts.created_date

    group by 1, 2, 3

),

step_days as (

    select
        step_events.step_name,
        step_events.threshold,
        account_days.account_id,
        account_days.date_day,
        sum(account_days.event_count) as event_count

    from account_days

    inner join step_events
        on account_days.event_name = step_events.event_name

    left join open_steps
        on step_events.step_name = open_steps.step_name

    where open_steps.step_name is null

    group by 1, 2, 3, 4

    union all

    select
        open_steps.step_name,
        open_steps.threshold,
        account_days.account_id,
        account_days.date_day,
        sum(account_days.event_count) as event_count

    from account_days

    cross join open_steps

    group by 1, 2, 3, 4

),

running as (

    select
        *,
        sum(event_count) over (partition by step_name, account_id order by date_day) as running_count

    from step_days

)

select
    account_id,
    step_name,
    min(date_day) as reached_date

from running

where running_count >= threshold

group by 1, 2
