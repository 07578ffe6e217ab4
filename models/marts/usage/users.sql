with

users as (

    select * from {{ ref('stg_crm__users') }}
    where rejection_reason is null

),

active_months as (

    select * from {{ ref('int_active_entity_months') }}
    where entity = 'user'

),

activity as (

    select
        entity_id as user_id,
        min(first_active_date) as first_active_date,
        max(last_active_date) as last_active_date,
        cast(sum(active_day_count) as bigint) as active_day_count

    from active_months

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
