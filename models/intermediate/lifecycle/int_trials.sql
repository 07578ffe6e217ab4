-- Days of an account on trial, by an item marked as one or by a subscription's status. Adjacent days are one trial: an
-- extension is not a new one.
with

items as (

    select * from {{ ref('int_subscription_items') }}

),

status_spans as (

    select * from {{ ref('int_subscription_status_spans') }}
    where status = 'trialing'

),

spans as (

    select
        account_id,
        started_date,
        coalesce(ended_date, cast('9999-12-31' as date)) as ended_date

    from items

    where is_trial

    union all

    select
        items.account_id,
        greatest(items.started_date, status_spans.started_date) as started_date,
        least(coalesce(items.ended_date, cast('9999-12-31' as date)), status_spans.ended_date) as ended_date

    from items

    inner join status_spans
        on items.subscription_id = status_spans.subscription_id

    where not items.is_trial

),

with_reach as (

    select
        *,
        max(ended_date) over (
            partition by account_id
            order by started_date, ended_date
            rows between unbounded preceding and 1 preceding
        ) as reached_date

    from spans

    where started_date < ended_date and started_date <= {{ setting('as_of') }}

),

numbered as (

    select
        *,
        sum(case when reached_date >= started_date then 0 else 1 end) over (
            partition by account_id
            order by started_date, ended_date
            rows between unbounded preceding and current row
        ) as trial_number

    from with_reach

),

trials as (

    select
        account_id,
        trial_number,
        min(started_date) as started_date,
        -- An end in the future has not happened.
        case when max(ended_date) <= {{ setting('as_of') }} then max(ended_date) end as ended_date

    from numbered

    group by 1, 2

)

select
    account_id,
    cast(trial_number as integer) as trial_number,
    started_date,
    ended_date,
    lead(started_date) over (partition by account_id order by trial_number) as next_started_date

from trials
