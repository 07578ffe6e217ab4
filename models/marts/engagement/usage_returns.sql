{#- A view: the returns are there already, with the account's attributes a join away. -#}
{{ config(materialized='view') }}

with

returns as (

    select * from {{ ref('int_usage_returns') }}

),

windows as (

    select * from {{ ref('int_usage_retention_windows') }}

),

profiles as (

    select * from {{ ref('int_profiles') }}

)

select
    -- ids
    returns.entity || '|' || returns.entity_id || '|' || returns.window_name as usage_return_id,
    returns.entity,
    returns.entity_id,
    returns.cohort_month,
    returns.window_name,
    windows.kind,

    -- the account, as it is at as_of
    profiles.segment,
    profiles.industry,
    profiles.country,
    profiles.acquisition_channel,
    profiles.plan_name,
    profiles.currency,

    -- counts
    1 as cohort_count,
    returns.returned_count

from returns

inner join windows
    on returns.window_name = windows.window_name

inner join profiles
    on returns.profile_id = profiles.profile_id
