{#- A view: only those who look at single users and accounts need the rows, with ten million events six million. -#}
{{ config(materialized='view') }}
-- New, retained, resurrected or lost: users and accounts by their monthly activity. An active month is followed by
-- another one, by a month that as_of does not reach, or by one row for the month in which the user or account was lost.
with

entity_months as (

    select * from {{ ref('int_active_entity_months') }}

),

entities as (

    select * from {{ ref('int_sign_ups') }}

),

profiles as (

    select * from {{ ref('int_account_profiles') }}

),

active_months as (

    select
        entity_number,
        month_start,
        previous_active_month,
        cast({{ dbt.dateadd('month', -1, 'month_start') }} as date) as month_before

    from entity_months

),

last_active_months as (

    select
        entity_number,
        max(month_start) as last_active_month

    from entity_months

    group by 1

),

movements as (

    select
        entity_number,
        month_start,
        case
            when previous_active_month is null then 'new'
            when previous_active_month = month_before then 'retained'
            else 'resurrected'
        end as movement_type
    from active_months

    union all

    -- Lost, and came back.
    select
        entity_number,
        cast({{ dbt.dateadd('month', 1, 'previous_active_month') }} as date) as month_start,
        'churned' as movement_type
    from active_months
    where previous_active_month < month_before

    union all

    -- Lost, and not back yet.
    select
        entity_number,
        cast({{ dbt.dateadd('month', 1, 'last_active_month') }} as date) as month_start,
        'churned' as movement_type
    from last_active_months
    where {{ dbt.dateadd('month', 1, 'last_active_month') }} <= {{ setting('as_of') }}

)

select
    -- ids
    entities.entity || '|' || entities.entity_id || '|' || cast(movements.month_start as varchar)
        as usage_movement_id,
    entities.entity,
    entities.entity_id,
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

inner join entities
    on movements.entity_number = entities.entity_number

-- A person belongs to one account, also when seen in another: so the values of a breakdown add up to the total.
inner join profiles
    on entities.account_id = profiles.account_id
