-- When an account was on trial: an item on trial ran, and nothing was paid for. Running past as_of is running.
with

items as (

    select * from {{ ref('int_subscription_items') }}
    where is_trial

),

paying_intervals as (

    select * from {{ ref('int_account_paying_intervals') }}
    where policy_variant_id = 0

),

changes as (

    select
        account_id,
        started_date as change_date,
        1 as trial_change,
        0 as paying_change
    from items

    union all

    select
        account_id,
        ended_date as change_date,
        -1 as trial_change,
        0 as paying_change
    from items
    where ended_date <= {{ setting('as_of') }}

    union all

    select
        account_id,
        started_date as change_date,
        0 as trial_change,
        1 as paying_change
    from paying_intervals

    union all

    select
        account_id,
        ended_date as change_date,
        0 as trial_change,
        -1 as paying_change
    from paying_intervals
    where ended_date is not null

),

by_date as (

    select
        account_id,
        change_date,
        sum(trial_change) as trial_change,
        sum(paying_change) as paying_change

    from changes

    group by 1, 2

),

states as (

    select
        account_id,
        change_date,
        sum(trial_change) over account_history > 0 and sum(paying_change) over account_history = 0 as is_on_trial

    from by_date

    window account_history as (partition by account_id order by change_date)

),

with_previous as (

    select
        *,
        coalesce(lag(is_on_trial) over (partition by account_id order by change_date), false) as was_on_trial

    from states

),

edges as (

    select
        account_id,
        change_date as started_date,
        lead(change_date) over (partition by account_id order by change_date) as ended_date,
        is_on_trial

    from with_previous

    where is_on_trial != was_on_trial

)

select
    account_id,
    started_date,
    ended_date

from edges

where is_on_trial
