with

qualifying as (

    select * from {{ ref('int_north_star_qualifying') }}

),

final as (

    select
        definition_name,
        definition_version,
        period_start,
        entity,
        entity_id,
        account_id,
        quantity,
        denominator_quantity

    from qualifying

)

select * from final
