{#- A list of users, read where users are counted. -#}
{{ config(materialized='view') }}
-- Users whose events count: all but those that seeds/reference/excluded_users.csv names (bots, testers).
with

users as (

    select * from {{ ref('stg_crm__users') }}
    where rejection_reason is null

),

excluded_users as (

    select distinct user_id from {{ ref('excluded_users') }}

)

select
    users.user_id,
    users.account_id

from users

left join excluded_users
    on users.user_id = excluded_users.user_id

where excluded_users.user_id is null
