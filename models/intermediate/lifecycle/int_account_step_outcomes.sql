-- What became of each account at each step. A cohort is complete when the window of its last sign-up is over.
with

origins as (

    select
        *,
        cast({{ dbt.dateadd('day', '-window_days', setting('as_of')) }} as date) as last_settled_date

    from {{ ref('int_activation_step_origins') }}

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

profiles as (

    select * from {{ ref('int_account_profiles') }}

),

outcomes as (

    select
        accounts.account_id,
        accounts.month_start,
        accounts.observed_days,
        profiles.profile_id,
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

    inner join profiles
        on accounts.account_id = profiles.account_id

    cross join origins

    left join reached
        on accounts.account_id = reached.account_id
        and origins.step_name = reached.step_name

),

-- Through the funnel came who took this step and every one before it, each in its own window, in whatever order.
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
    profile_id,
    month_start,
    step_name,
    step_number,
    reached_date,
    days_to_step,
    cast(observed_days as bigint) as observed_days,
    is_window_over,
    is_measured,
    is_complete,
    is_in_window,
    funnel_count = 1 as is_in_funnel,
    coalesce(lag(funnel_count) over (partition by account_id order by step_number), 0) = 1 as is_in_funnel_before

from with_funnel
