-- What became of each account at each step. A cohort is complete when the window of its last sign-up is over.
with

steps as (

    select * from {{ ref('int_activation_steps') }}

),

accounts as (

    select
        *,
        cast({{ dbt.date_trunc('month', 'created_date') }} as date) as month_start,
        {{ setting('as_of') }} - created_date as observed_days

    from {{ ref('stg_crm__accounts') }}

),

reached as (

    select * from {{ ref('int_account_steps') }}

),

usage_days as (

    select min(date_day) as first_day from {{ ref('usage_days') }}

),

north_star_periods as (

    select min(period_start) as first_day

    from {{ ref('int_north_star_periods') }}

    where is_primary and is_in_force and is_complete

),

subscription_items as (

    select case when count(*) > 0 then cast('0001-01-01' as date) end as first_day

    from {{ ref('int_subscription_items') }}

),

-- Since when a step can be seen at all. Accounts that signed up before, or in a company that keeps no such data, are
-- not known to have missed it.
origins as (

    select
        steps.step_name,
        steps.step_number,
        steps.window_days,
        cast({{ dbt.date_trunc('month', "case steps.kind
            when 'sign_up' then cast('0001-01-01' as date)
            when 'events' then usage_days.first_day
            when 'north_star' then north_star_periods.first_day
            else subscription_items.first_day
        end") }} as date) as measured_from_month,
        cast({{ dbt.dateadd('day', '-steps.window_days', setting('as_of')) }} as date) as last_settled_date

    from steps

    cross join usage_days

    cross join north_star_periods

    cross join subscription_items

),

outcomes as (

    select
        accounts.account_id,
        accounts.month_start,
        accounts.observed_days,
        origins.step_name,
        origins.step_number,
        reached.reached_date,
        reached.reached_date - accounts.created_date as days_to_step,
        origins.window_days <= accounts.observed_days as is_window_over,
        coalesce(accounts.month_start >= origins.measured_from_month, false) as is_measured,
        coalesce(
            accounts.month_start >= origins.measured_from_month
            and cast({{ dbt.dateadd('month', 1, 'accounts.month_start') }} as date) <= cast(
                {{ dbt.dateadd('day', 1, 'origins.last_settled_date') }} as date
            ),
            false
        ) as is_complete,
        coalesce(
            reached.reached_date - accounts.created_date <= origins.window_days, false
        ) as is_in_window

    from accounts

    cross join origins

    left join reached
        on accounts.account_id = reached.account_id
        and origins.step_name = reached.step_name

),

-- An account is in the funnel if it took this step and every one before it, each in its own window, in any order.
with_funnel as (

    select
        *,
        min(case when is_in_window then 1 else 0 end) over (
            partition by account_id order by step_number
        ) as funnel_count

    from outcomes

)

select
    account_id,
    month_start,
    step_name,
    step_number,
    reached_date,
    days_to_step,
    cast(coalesce(days_to_step, observed_days) as bigint) as age_days,
    is_window_over,
    is_measured,
    is_complete,
    is_in_window,
    funnel_count = 1 as is_in_funnel,
    coalesce(lag(funnel_count) over (partition by account_id order by step_number), 0) = 1 as is_in_funnel_before

from with_funnel
