with

event_ids as (

    select * from {{ ref('int_event_ids') }}

),

repeated as (

    select event_hash

    from event_ids

    group by 1

    having count(*) > 1

)

select * from repeated
