-- A subscription's status by day, before any policy is applied.
with

subscriptions as (

    select distinct
        subscription_id,
        continued_date
    from {{ ref('int_subscription_items') }}

),

statuses as (

    select
        *,
        {{ local_date('cancel_requested_at') }} as cancel_requested_date,
        max(case when status != 'canceled' then changed_at end) over (partition by subscription_id) as last_alive_at

    from {{ ref('stg_billing__subscription_statuses') }}
    where rejection_reason is null

),

-- A subscription that continues under another id has not ended.
lasting_statuses as (

    select statuses.*

    from statuses

    left join subscriptions
        on statuses.subscription_id = subscriptions.subscription_id

    where
        subscriptions.continued_date is null
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

-- A day counts by its last status.
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

),

spans as (

    select
        subscription_id,
        status,
        changed_date as started_date,
        coalesce(next_date, cast('9999-12-31' as date)) as ended_date,
        previous_status,
        next_status,
        latest_reason,
        next_reason,
        -- Repeated past_due rows are one delinquency: the days of grace count from its first day.
        max(case when previous_status is null or previous_status != status then changed_date end) over (
            partition by subscription_id order by changed_date
        ) as run_start_date

    from daily_statuses

    union all

    -- Before its first status, or without any, a subscription pays as long as its items run.
    select
        subscriptions.subscription_id,
        'active' as status,
        cast('0001-01-01' as date) as started_date,
        coalesce(daily_statuses.changed_date, cast('9999-12-31' as date)) as ended_date,
        cast(null as varchar) as previous_status,
        daily_statuses.status as next_status,
        cast(null as varchar) as latest_reason,
        daily_statuses.latest_reason as next_reason,
        cast('0001-01-01' as date) as run_start_date

    from subscriptions

    left join daily_statuses
        on subscriptions.subscription_id = daily_statuses.subscription_id
        and daily_statuses.previous_status is null

),

-- A request to cancel applies from its day until a later status without one.
with_withdrawal as (

    select
        subscription_id,
        cancel_requested_date,
        min(case when cancel_requested_date is null then changed_date end) over (
            partition by subscription_id order by changed_date
            rows between 1 following and unbounded following
        ) as withdrawn_date

    from daily_statuses

),

requests as (

    select
        subscription_id,
        cancel_requested_date,
        coalesce(withdrawn_date, cast('9999-12-31' as date)) as withdrawn_date

    from with_withdrawal

    where cancel_requested_date is not null

),

requested_spans as (

    select
        spans.subscription_id,
        spans.started_date,
        min(requests.cancel_requested_date) as requested_date

    from spans

    inner join requests
        on spans.subscription_id = requests.subscription_id
        and spans.ended_date > requests.cancel_requested_date
        and spans.started_date < requests.withdrawn_date

    group by 1, 2

),

-- Repeated rows of a status follow on what came before the first of them.
with_requests as (

    select
        spans.*,
        coalesce(
            first_value(spans.previous_status) over (
                partition by spans.subscription_id, spans.run_start_date order by spans.started_date
            ) in ('active', 'past_due'),
            false
        ) as is_after_paying,
        requested_spans.requested_date

    from spans

    left join requested_spans
        on spans.subscription_id = requested_spans.subscription_id
        and spans.started_date = requested_spans.started_date

)

select * from with_requests
