with

events as (

    select {{ text_value('event_id') }} as event_id

    from {{ source('product', 'events') }}

),

repeated as (

    select event_id

    from events

    where event_id is not null

    group by 1

    having count(*) > 1

)

select * from repeated
