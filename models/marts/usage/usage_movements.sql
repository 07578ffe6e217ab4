{#- A view: the movements are there already, with the account's attributes a join away. -#}
{{ config(materialized='view') }}

with

movements as (

    select * from {{ ref('int_usage_movements') }}

),

profiles as (

    select * from {{ ref('int_profiles') }}

)

select
    -- ids
    movements.entity || '|' || movements.entity_id || '|' || cast(movements.month_start as varchar)
        as usage_movement_id,
    movements.entity,
    movements.entity_id,
    movements.month_start,

    -- the account, as it is at as_of
    profiles.segment,
    profiles.industry,
    profiles.country,
    profiles.acquisition_channel,
    profiles.plan_name,
    profiles.currency,

    -- movement
    movements.movement_type,
    case when movements.movement_type in ('retained', 'churned') then 1 else 0 end as opening_count,
    case when movements.movement_type = 'new' then 1 else 0 end as new_count,
    case when movements.movement_type = 'retained' then 1 else 0 end as retained_count,
    case when movements.movement_type = 'resurrected' then 1 else 0 end as resurrected_count,
    case when movements.movement_type = 'churned' then 1 else 0 end as churned_count,
    case when movements.movement_type = 'churned' then 0 else 1 end as active_count

from movements

inner join profiles
    on movements.profile_id = profiles.profile_id
