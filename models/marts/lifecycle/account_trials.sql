{%- set window_days = setting('trial_window_days') -%}
with

items as (

    select * from {{ ref('int_subscription_items') }}

),

status_spans as (

    select * from {{ ref('int_subscription_status_spans') }}
    where status = 'trialing'

),

intervals as (

    select * from {{ ref('int_account_paying_intervals') }}

),

usage_days as (

    select * from {{ ref('usage_days') }}

),

profiles as (

    select * from {{ ref('int_account_profiles') }}

),

-- Days of an account on trial, by an item marked as one or by a subscription's status.
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

-- Adjacent days are one trial: an extension is not a new one.
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

merged as (

    select
        account_id,
        cast(trial_number as integer) as trial_number,
        min(started_date) as started_date,
        -- An end in the future has not happened.
        case when max(ended_date) <= {{ setting('as_of') }} then max(ended_date) end as ended_date

    from numbered

    group by 1, 2

),

trials as (

    select
        *,
        cast({{ dbt.date_trunc('month', 'started_date') }} as date) as month_start,
        lead(started_date) over (partition by account_id order by trial_number) as next_started_date

    from merged

),

first_usage as (

    select cast({{ dbt.date_trunc('month', 'min(date_day)') }} as date) as first_month from usage_days

),

-- A payment belongs to the last trial that began before it.
payments as (

    select
        trials.account_id,
        trials.trial_number,
        max(case when intervals.started_date <= trials.started_date then 1 else 0 end) = 1 as is_paying_at_start,
        min(case when intervals.started_date > trials.started_date then intervals.started_date end) as paid_date

    from trials

    inner join intervals
        on trials.account_id = intervals.account_id
        and (intervals.ended_date is null or trials.started_date < intervals.ended_date)
        and (trials.next_started_date is null or trials.next_started_date >= intervals.started_date)

    group by 1, 2

),

first_weeks as (

    select distinct
        trials.account_id,
        trials.trial_number

    from trials

    inner join usage_days
        on trials.account_id = usage_days.account_id
        and trials.started_date <= usage_days.date_day
        and cast({{ dbt.dateadd('day', 7, 'trials.started_date') }} as date) > usage_days.date_day

),

judged as (

    select
        trials.*,
        cast({{ dbt.dateadd('month', 1, 'trials.month_start') }} as date) as next_month_start,
        coalesce(payments.is_paying_at_start, false) as is_paying_at_start,
        case when not payments.is_paying_at_start then payments.paid_date end as paid_date,
        trials.month_start >= first_usage.first_month as is_usage_known,
        first_weeks.account_id is not null as is_active_in_first_week

    from trials

    cross join first_usage

    left join payments
        on trials.account_id = payments.account_id
        and trials.trial_number = payments.trial_number

    left join first_weeks
        on trials.account_id = first_weeks.account_id
        and trials.trial_number = first_weeks.trial_number

),

-- A month is complete when the window of the last trial that could have begun in it is over.
counted as (

    select
        *,
        paid_date - started_date as days_to_paid,
        case when is_paying_at_start then 0 else 1 end as trial_count,
        case
            when
                not is_paying_at_start
                and {{ dbt.dateadd('day', window_days, 'next_month_start') }}
                <= {{ dbt.dateadd('day', 1, setting('as_of')) }}
                then 1
            else 0
        end as trial_cohort_count,
        case
            when
                not is_paying_at_start
                and is_usage_known
                and {{ dbt.dateadd('day', 6, 'next_month_start') }} <= {{ dbt.dateadd('day', 1, setting('as_of')) }}
                then 1
            else 0
        end as first_week_cohort_count

    from judged

),

final as (

    select
        -- ids
        counted.account_id || '|' || cast(counted.trial_number as varchar) as account_trial_id,
        counted.account_id,
        counted.trial_number,

        -- the account, as it is at as_of
        profiles.segment,
        profiles.industry,
        profiles.country,
        profiles.acquisition_channel,
        profiles.plan_name,
        profiles.currency,

        -- the trial
        counted.started_date as trial_started_date,
        counted.month_start,
        counted.ended_date as trial_ended_date,
        counted.is_paying_at_start,
        counted.paid_date,
        cast(counted.days_to_paid as bigint) as days_to_paid,
        case when counted.is_usage_known then counted.is_active_in_first_week end as is_active_in_first_week,

        -- counts of 0 or 1, to be added up
        counted.trial_count,
        counted.trial_cohort_count,
        case when counted.days_to_paid <= {{ window_days }} then counted.trial_cohort_count else 0 end
            as converted_trial_count,
        counted.first_week_cohort_count,
        case when counted.is_active_in_first_week then counted.first_week_cohort_count else 0 end
            as first_week_active_trial_count

    from counted

    inner join profiles
        on counted.account_id = profiles.account_id

)

select * from final
