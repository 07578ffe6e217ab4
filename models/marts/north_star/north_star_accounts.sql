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
        of_entities.entity_id,
        of_accounts.entity_id as account_id,
        qualifying.quantity,
        qualifying.denominator_quantity

    from qualifying

    inner join definitions
        on qualifying.definition_id = definitions.definition_id

    inner join numbers as of_entities
        on qualifying.entity_number = of_entities.entity_number

    inner join numbers as of_accounts
        on qualifying.account_number = of_accounts.entity_number

)

select * from final
