-- Since when each account pays, and whether it still does as long after as a step asks for.
with

steps as (

    select * from {{ ref('int_activation_steps') }}

),

accounts as (

    select * from {{ ref('stg_crm__accounts') }}

),

intervals as (

    select * from {{ ref('int_account_paying_intervals') }}
    where policy_variant_id = 0

),

-- Whoever pays already when the sign-up is recorded does so from that day on.
paying as (

    select
        accounts.account_id,
        min(greatest(accounts.created_date, intervals.started_date)) as reached_date

    from accounts

    inner join intervals
        on accounts.account_id = intervals.account_id
        and (intervals.ended_date is null or accounts.created_date < intervals.ended_date)

    group by 1

),

due as (

    select
        paying.account_id,
        steps.step_name,
        cast({{ dbt.dateadd('day', 'steps.threshold', 'paying.reached_date') }} as date) as due_date

    from paying

    inner join steps
        on steps.kind = 'retained'

),

retained as (

    select
        due.account_id,
        due.step_name,
        due.due_date as reached_date

    from due

    inner join intervals
        on due.account_id = intervals.account_id
        and due.due_date >= intervals.started_date
        and (intervals.ended_date is null or due.due_date < intervals.ended_date)

    where due.due_date <= {{ setting('as_of') }}

)

select
    paying.account_id,
    steps.step_name,
    paying.reached_date

from paying

inner join steps
    on steps.kind = 'paying'

union all

select
    account_id,
    step_name,
    reached_date
from retained
