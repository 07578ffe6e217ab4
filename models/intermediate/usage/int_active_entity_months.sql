with

entity_days as (

    select * from {{ ref('int_active_entity_days') }}

),

entity_months as (

    select
        entity,
        entity_id,
        account_id,
        profile_id,
        cast({{ dbt.date_trunc('month', 'date_day') }} as date) as month_start,
        min(date_day) as first_active_date,
        max(date_day) as last_active_date,
        cast(count(*) as integer) as active_day_count

    from entity_days

    group by 1, 2, 3, 4, 5

)

select * from entity_months
