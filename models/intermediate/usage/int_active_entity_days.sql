with

usage_days as (

    select * from {{ ref('usage_days') }}

),

users as (

    select * from {{ ref('stg_crm__users') }}
    where rejection_reason is null

),

profiles as (

    select * from {{ ref('int_account_profiles') }}

),

user_days as (

    select distinct
        'user' as entity,
        usage_days.user_id as entity_id,
        users.account_id,
        usage_days.date_day

    from usage_days

    -- A person belongs to one account, also when seen in another: so the values of a breakdown add up to the total.
    inner join users
        on usage_days.user_id = users.user_id

),

account_days as (

    select distinct
        'account' as entity,
        account_id as entity_id,
        account_id,
        date_day

    from usage_days

),

entity_days as (

    select * from user_days

    union all

    select * from account_days

)

select
    entity_days.entity,
    entity_days.entity_id,
    entity_days.account_id,
    entity_days.date_day,
    profiles.profile_id

from entity_days

inner join profiles
    on entity_days.account_id = profiles.account_id
