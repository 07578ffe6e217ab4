{#- A view: with ten million events a copy would have twenty million rows. -#}
{{ config(materialized='view') }}

with

qualifying as (

    select * from {{ ref('int_north_star_qualifying') }}

),

definitions as (

    select * from {{ ref('int_north_star_definitions') }}

),

numbers as (

    select * from {{ ref('stg_crm__entity_numbers') }}

),

final as (

    select
        definitions.definition_name,
        definitions.definition_version,
        qualifying.period_start,
        definitions.entity,
        entities.entity_id,
        accounts.entity_id as account_id,
        qualifying.quantity,
        qualifying.denominator_quantity

    from qualifying

    inner join definitions
        on qualifying.definition_id = definitions.definition_id

    inner join numbers as entities
        on qualifying.entity_number = entities.entity_number

    inner join numbers as accounts
        on qualifying.account_number = accounts.entity_number

)

select * from final
