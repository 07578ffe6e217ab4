-- What each month's activity makes of users and accounts. An active month is followed by another one, by a month that
-- as_of does not reach, or by one row for the month in which the entity was lost.
with

entity_months as (

    select * from {{ ref('int_active_entity_months') }}

),

with_neighbours as (

    select
        *,
        lag(month_start) over (partition by entity, entity_id order by month_start) as previous_active_month,
        lead(month_start) over (partition by entity, entity_id order by month_start) as next_active_month,
        cast({{ dbt.dateadd('month', 1, 'month_start') }} as date) as following_month,
        cast({{ dbt.dateadd('month', -1, 'month_start') }} as date) as month_before

    from entity_months

),

movements as (

    select
        entity,
        entity_id,
        profile_id,
        month_start,
        case
            when previous_active_month is null then 'new'
            when previous_active_month = month_before then 'retained'
            else 'resurrected'
        end as movement_type
    from with_neighbours

    union all

    select
        entity,
        entity_id,
        profile_id,
        following_month as month_start,
        'churned' as movement_type
    from with_neighbours
    where
        following_month <= {{ setting('as_of') }}
        and (next_active_month is null or next_active_month > following_month)

)

select * from movements
