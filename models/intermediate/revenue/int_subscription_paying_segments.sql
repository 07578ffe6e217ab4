with

statuses as (

    select * from {{ ref('stg_billing__subscription_statuses') }}

),

subscriptions as (

    select distinct subscription_id from {{ ref('stg_billing__subscription_items') }}

),

ranked as (

    select
        *,
        row_number() over (partition by subscription_id, changed_date order by changed_at desc) as recency

    from statuses

),

-- What a day ends with is what the day counts as.
daily_statuses as (

    select
        subscription_id,
        status,
        changed_date,
        lag(status) over (partition by subscription_id order by changed_date) as previous_status,
        lead(status) over (partition by subscription_id order by changed_date) as next_status,
        lead(changed_date) over (partition by subscription_id order by changed_date) as next_date

    from ranked

    where recency = 1

),

-- Repeated past_due rows are one delinquency: the days of grace count from its first day.
with_run_start as (

    select
        *,
        max(case when previous_status is null or previous_status != status then changed_date end) over (
            partition by subscription_id order by changed_date
        ) as run_start_date

    from daily_statuses

),

with_paying_until as (

    select
        subscription_id,
        status,
        changed_date as started_date,
        next_status,
        coalesce(next_date, cast('9999-12-31' as date)) as next_date,
        case
            when status = 'active' then coalesce(next_date, cast('9999-12-31' as date))
            when status = 'past_due'
                then least(
                    coalesce(next_date, cast('9999-12-31' as date)),
                    cast({{ dbt.dateadd('day', setting('past_due_grace_days'), 'run_start_date') }} as date)
                )
        end as ended_date

    from with_run_start

),

paying_segments as (

    select
        subscription_id,
        status,
        started_date,
        ended_date,
        case when ended_date < next_date then status else next_status end as status_after

    from with_paying_until

    where started_date < ended_date

),

-- Before its first status, or without any, a subscription pays as long as its items run.
before_first_status as (

    select
        subscriptions.subscription_id,
        'active' as status,
        cast('0001-01-01' as date) as started_date,
        coalesce(daily_statuses.changed_date, cast('9999-12-31' as date)) as ended_date,
        daily_statuses.status as status_after

    from subscriptions

    left join daily_statuses
        on subscriptions.subscription_id = daily_statuses.subscription_id
        and daily_statuses.previous_status is null

),

all_segments as (

    select * from paying_segments

    union all

    select * from before_first_status

)

select * from all_segments
