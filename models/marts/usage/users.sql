with

users as (

    select * from {{ ref('stg_crm__users') }}
    where rejection_reason is null

),

usage_days as (

    select * from {{ ref('usage_days') }}

),

activity as (

    select
        user_id,
        min(date_day) as first_active_date,
        max(date_day) as last_active_date,
        -- The same person may be seen in another account on the same day: still one day.
        count(distinct date_day) as active_day_count

    from usage_days

    where user_id is not null

    group by 1

)

select
    users.user_id,
    users.account_id,
    users.role,
    users.created_at,
    users.created_date,
    activity.first_active_date,
    activity.last_active_date,
    coalesce(activity.active_day_count, 0) as active_day_count

from users

left join activity
    on users.user_id = activity.user_id
