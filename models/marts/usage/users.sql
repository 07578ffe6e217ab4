with

users as (

    select * from {{ ref('stg_crm__users') }}
    where rejection_reason is null

),

active_months as (

    select * from {{ ref('int_active_entity_months') }}
    where entity = 'user'

),

entities as (

    select * from {{ ref('int_sign_ups') }}

),

activity as (

    select
        entity_number,
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

left join entities
    on users.user_id = entities.entity_id
    and entities.entity = 'user'

left join activity
    on entities.entity_number = activity.entity_number
