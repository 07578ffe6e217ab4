{#- A view: only those who look at single users and accounts need the rows, with ten million events six million. -#}
{{ config(materialized='view') }}
-- New, retained, resurrected or lost: users and accounts by their monthly activity. An active month is followed by
-- another one, by a month that as_of does not reach, or by one row for the month in which the user or account was lost.
with

entity_months as (

    select * from {{ ref('int_active_entity_months') }}

),

profiles as (

    select * from {{ ref('int_account_profiles') }}

),

with_months as (

    select
        *,
        cast({{ dbt.dateadd('month', 1, 'month_start') }} as date) as following_month,
        cast({{ dbt.dateadd('month', -1, 'month_start') }} as date) as month_before

    from entity_months

),

movements as (

    select
        entity,
        entity_id,
        account_id,
        month_start,
        case
            when previous_active_month is null then 'new'
            when previous_active_month = month_before then 'retained'
            else 'resurrected'
        end as movement_type
    from with_months

    union all

    select
        entity,
        entity_id,
        account_id,
        following_month as month_start,
        'churned' as movement_type
    from with_months
    where
        following_month <= {{ setting('as_of') }}
        and (next_active_month is null or next_active_month > following_month)

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
    on movements.account_id = profiles.account_id
