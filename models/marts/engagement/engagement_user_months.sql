{#- A view: the months exist already, as numbers, and only the keys and the account's attributes are added. To store the
    texts took more than to compute the numbers. -#}
{{ config(materialized='view') }}

with

user_months as (

    select * from {{ ref('int_user_months') }}

),

users as (

    select * from {{ ref('int_sign_ups') }}
    where entity = 'user'

),

profiles as (

    select * from {{ ref('int_account_profiles') }}

)

select
    -- ids
    users.entity_id || '|' || cast(user_months.month_start as varchar) as engagement_user_month_id,
    users.entity_id as user_id,
    users.account_id,
    user_months.month_start,

    -- the account, as it is at as_of
    profiles.segment,
    profiles.industry,
    profiles.country,
    profiles.acquisition_channel,
    profiles.plan_name,
    profiles.currency,

    -- counts
    1 as active_user_count,
    user_months.active_day_count,
    user_months.key_action_count,
    user_months.login_count,
    user_months.session_count,
    user_months.session_seconds,
    user_months.session_seconds / 60.0 as session_minutes

from user_months

inner join users
    on user_months.user_number = users.entity_number

inner join profiles
    on users.account_id = profiles.account_id
