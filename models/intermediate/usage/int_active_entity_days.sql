with

usage_days as (

    select * from {{ ref('usage_days') }}

),

users as (

    select * from {{ ref('stg_crm__users') }}
    where rejection_reason is null

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

select * from entity_days
