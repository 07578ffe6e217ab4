-- The first day on which each account had reached each step, never before its sign-up. Only what is settled: a period
-- or month that as_of cuts can still change.
with

steps as (

    select * from {{ ref('int_activation_steps') }}

),

accounts as (

    select * from {{ ref('stg_crm__accounts') }}

),

events as (

    select * from {{ ref('int_activation_events') }}

),

intervals as (

    select * from {{ ref('int_account_paying_intervals') }}

),

movements as (

    select * from {{ ref('int_account_mrr_movements') }}

),

qualifying as (

    select * from {{ ref('int_north_star_qualifying') }}

),

numbers as (

    select * from {{ ref('stg_crm__entity_numbers') }}

),

periods as (

    select * from {{ ref('int_north_star_periods') }}
    where is_primary and is_in_force and is_complete

),

-- A period and a month are reached when they are over.
dated as (

    select
        'north_star' as kind,
        numbers.entity_id as account_id,
        cast({{ dbt.dateadd('day', -1, 'periods.period_end') }} as date) as reached_date

    from qualifying

    inner join periods
        on qualifying.definition_id = periods.definition_id
        and qualifying.period_start = periods.period_start

    inner join numbers
        on qualifying.account_number = numbers.entity_number

    union all

    select
        'expanded' as kind,
        account_id,
        cast(
            {{ dbt.dateadd('day', -1, dbt.dateadd('month', 1, 'month_start')) }} as date
        ) as reached_date

    from movements

    where expansion_mrr > 0

),

first_dated as (

    select
        dated.kind,
        dated.account_id,
        min(dated.reached_date) as reached_date

    from dated

    inner join accounts
        on dated.account_id = accounts.account_id
        and dated.reached_date >= accounts.created_date

    where dated.reached_date <= {{ setting('as_of') }}

    group by 1, 2

),

-- An account that already pays when its sign-up is recorded counts as paying from that day on.
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

),

by_kind as (

    select
        'sign_up' as kind,
        account_id,
        created_date as reached_date
    from accounts

    union all

    select
        'paying' as kind,
        account_id,
        reached_date
    from paying

    union all

    select
        kind,
        account_id,
        reached_date
    from first_dated

)

select
    account_id,
    step_name,
    reached_date
from events

union all

select
    account_id,
    step_name,
    reached_date
from retained

union all

select
    by_kind.account_id,
    steps.step_name,
    by_kind.reached_date

from by_kind

inner join steps
    on by_kind.kind = steps.kind
