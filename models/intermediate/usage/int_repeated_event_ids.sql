with

events as (

    select
        {{ text_value('event_id') }} as event_id,
        hash(_file) as file_hash

    from {{ source('product', 'events') }}

),

repeated as (

    select
        event_id,
        min(file_hash) != max(file_hash) as is_in_several_files

    from events

    where event_id is not null

    group by 1

    having count(*) > 1

)

select * from repeated
