{{ config(materialized='view') }}

with

continuations as (

    select * from {{ ref('int_subscription_continuations') }}

),

statuses as (

    select
        *,
        {{ local_date('cancel_requested_at') }} as cancel_requested_date,
        max(case when status != 'canceled' then changed_at end) over (partition by subscription_id) as last_alive_at

    from {{ ref('stg_billing__subscription_statuses') }}
    where rejection_reason is null

),

-- The end of a subscription that goes on under another id is no end.
lasting_statuses as (

    select statuses.*

    from statuses

    left join continuations
        on statuses.subscription_id = continuations.old_subscription_id

    where
        continuations.old_subscription_id is null
        or statuses.changed_at <= statuses.last_alive_at

),

ranked as (

    select
        *,
        row_number() over (partition by subscription_id, changed_date order by changed_at desc) as day_recency,
        count(cancel_reason) over (partition by subscription_id order by changed_at) as reason_number

    from lasting_statuses

),

with_reason as (

    select
        *,
        -- The latest reason that was given.
        max(cancel_reason) over (partition by subscription_id, reason_number) as latest_reason

    from ranked

),

-- What a day ends with is what the day counts as.
daily_statuses as (

    select
        subscription_id,
        status,
        changed_date,
        cancel_requested_date,
        latest_reason,
        lag(status) over (partition by subscription_id order by changed_date) as previous_status,
        lead(status) over (partition by subscription_id order by changed_date) as next_status,
        lead(latest_reason) over (partition by subscription_id order by changed_date) as next_reason,
        lead(changed_date) over (partition by subscription_id order by changed_date) as next_date

    from with_reason

    where day_recency = 1

)

select * from daily_statuses
