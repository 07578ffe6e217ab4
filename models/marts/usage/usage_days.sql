{#- A view: with ten million events a copy would cost eight scans of them on every build. -#}
{{ config(materialized='view') }}

with

user_days as (

    select * from {{ ref('int_user_days') }}

),

numbers as (

    select * from {{ ref('stg_crm__entity_numbers') }}

),

profiles as (

    select * from {{ ref('int_account_profiles') }}

),

named as (

    select
        user_days.date_day,
        of_accounts.entity_id as account_id,
        of_users.entity_id as user_id,
        user_days.event_count

    from user_days

    inner join numbers as of_accounts
        on user_days.account_number = of_accounts.entity_number

    left join numbers as of_users
        on user_days.user_number = of_users.entity_number

)

select
    -- ids
    named.date_day,
    named.account_id,
    named.user_id,

    -- the account, as it is at as_of
    profiles.segment,
    profiles.industry,
    profiles.country,
    profiles.acquisition_channel,
    profiles.plan_name,
    profiles.currency,

    -- counts
    cast(named.event_count as bigint) as event_count

from named

inner join profiles
    on named.account_id = profiles.account_id
