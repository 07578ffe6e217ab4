with

entity_days as (

    select * from {{ ref('int_active_entity_days') }}

),

numbers as (

    select * from {{ ref('stg_crm__entity_numbers') }}

),

entity_months as (

    select
        entity,
        entity_number,
        account_number,
        cast({{ dbt.date_trunc('month', 'date_day') }} as date) as month_start,
        min(date_day) as first_active_date,
        max(date_day) as last_active_date,
        cast(count(*) as integer) as active_day_count

    from entity_days

    group by 1, 2, 3, 4

)

select
    entity_months.entity,
    entities.entity_id,
    entity_months.entity_number,
    accounts.entity_id as account_id,
    entity_months.month_start,
    entity_months.first_active_date,
    entity_months.last_active_date,
    entity_months.active_day_count

from entity_months

inner join numbers as entities
    on entity_months.entity_number = entities.entity_number

inner join numbers as accounts
    on entity_months.account_number = accounts.entity_number
