with

users as (

    select * from {{ ref('stg_crm__users') }}
    where rejection_reason is null

),

user_days as (

    select * from {{ ref('int_user_days') }}

),

numbers as (

    select * from {{ ref('stg_crm__entity_numbers') }}
    where entity = 'user'

),

activity as (

    select
        user_number,
        min(date_day) as first_active_date,
        max(date_day) as last_active_date,
        -- The same person may be seen in another account on the same day: still one day.
        count(distinct date_day) as active_day_count

    from user_days

    where user_number is not null

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

left join numbers
    on users.user_id = numbers.entity_id

left join activity
    on numbers.entity_number = activity.user_number
