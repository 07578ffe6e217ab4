with

entity_months as (

    select * from {{ ref('int_active_entity_months') }}

),

entities as (

    select
        entity,
        entity_id,
        profile_id,
        min(first_active_date) as first_active_date,
        max(last_active_date) as last_active_date

    from entity_months

    group by 1, 2, 3

)

select
    *,
    cast({{ dbt.date_trunc('month', 'first_active_date') }} as date) as cohort_month

from entities
