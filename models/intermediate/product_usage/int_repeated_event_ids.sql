with

events as (

    select
        {{ text_value('event_id') }} as event_id,
        _file as source_file

    from {{ source('product', 'events') }}

),

repeated as (

    select
        event_id,
        min(source_file) != max(source_file) as is_in_several_files

    from events

    where event_id is not null

    group by 1

    having count(*) > 1

)

select * from repeated
