with

usage as (

    select * from {{ ref('int_daily_usage') }}

),

profiles as (

    select * from {{ ref('int_account_profiles') }}

),

by_user_day as (

    select
        date_day,
        account_id,
        user_id,
        sum(event_count) as event_count

    from usage

    group by 1, 2, 3

)

select
    -- ids
    by_user_day.date_day,
    by_user_day.account_id,
    by_user_day.user_id,

    -- the account, as it is at as_of
    profiles.segment,
    profiles.industry,
    profiles.country,
    profiles.acquisition_channel,
    profiles.plan_name,
    profiles.currency,

    -- counts
    cast(by_user_day.event_count as bigint) as event_count

from by_user_day

inner join profiles
    on by_user_day.account_id = profiles.account_id
