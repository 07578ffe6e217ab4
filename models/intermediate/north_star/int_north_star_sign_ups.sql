{#- Only a selection of columns, so not worth a table. -#}
{{ config(materialized='view') }}

with

accounts as (

    select * from {{ ref('stg_crm__accounts') }}

),

users as (

    select * from {{ ref('stg_crm__users') }}
    where rejection_reason is null

)

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
