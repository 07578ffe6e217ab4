with

user_days as (

    select * from {{ ref('int_user_days') }}

),

numbers as (

    select * from {{ ref('stg_crm__entity_numbers') }}

),

users as (

    select * from {{ ref('stg_crm__users') }}
    where rejection_reason is null

),

accounts_of_users as (

    select
        of_users.entity_number as user_number,
        of_accounts.entity_number as account_number

    from users

    inner join numbers as of_users
        on users.user_id = of_users.entity_id
        and of_users.entity = 'user'

    inner join numbers as of_accounts
        on users.account_id = of_accounts.entity_id
        and of_accounts.entity = 'account'

),

days_of_users as (

    select distinct
        'user' as entity,
        user_days.user_number as entity_number,
        accounts_of_users.account_number,
        user_days.date_day

    from user_days

    -- A person belongs to one account, also when seen in another: so the values of a breakdown add up to the total.
    inner join accounts_of_users
        on user_days.user_number = accounts_of_users.user_number

),

days_of_accounts as (

    select distinct
        'account' as entity,
        account_number as entity_number,
        account_number,
        date_day

    from user_days

),

entity_days as (

    select * from days_of_users

    union all

    select * from days_of_accounts

)

select * from entity_days
