with

entity_days as (

    select * from {{ ref('int_active_entity_days') }}

),

entities as (

    select * from {{ ref('int_sign_ups') }}

),

entity_months as (

    select
        entity,
        entity_number,
        cast({{ dbt.date_trunc('month', 'date_day') }} as date) as month_start,
        min(date_day) as first_active_date,
        max(date_day) as last_active_date,
        cast(count(*) as integer) as active_day_count

    from entity_days

    group by 1, 2, 3

),

with_neighbours as (

    select
        *,
        lag(month_start) over months_of_entity as previous_active_month,
        lead(month_start) over months_of_entity as next_active_month

    from entity_months

    window months_of_entity as (partition by entity_number order by month_start)

)

select
    with_neighbours.entity,
    entities.entity_id,
    with_neighbours.entity_number,
    -- A person belongs to one account, also when seen in another: so the values of a breakdown add up to the total.
    entities.account_id,
    with_neighbours.month_start,
    with_neighbours.first_active_date,
    with_neighbours.last_active_date,
    with_neighbours.active_day_count,
    with_neighbours.previous_active_month,
    with_neighbours.next_active_month

from with_neighbours

inner join entities
    on with_neighbours.entity_number = entities.entity_number
