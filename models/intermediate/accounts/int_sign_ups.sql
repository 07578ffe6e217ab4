with

accounts as (

    select * from {{ ref('stg_crm__accounts') }}

),

users as (

    select * from {{ ref('stg_crm__users') }}
    where rejection_reason is null

),

numbers as (

    select * from {{ ref('stg_crm__entity_numbers') }}

),

sign_ups as (

    select
        'account' as entity,
        account_id as entity_id,
        account_id,
        created_date
    from accounts

    union all

    select
        'user' as entity,
        user_id as entity_id,
        account_id,
        created_date
    from users

)

select
    sign_ups.entity,
    sign_ups.entity_id,
    of_entities.entity_number,
    sign_ups.account_id,
    of_accounts.entity_number as account_number,
    sign_ups.created_date

from sign_ups

inner join numbers as of_entities
    on sign_ups.entity = of_entities.entity
    and sign_ups.entity_id = of_entities.entity_id

inner join numbers as of_accounts
    on of_accounts.entity = 'account'
    and sign_ups.account_id = of_accounts.entity_id
