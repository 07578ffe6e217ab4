{#- Incremental by file, so that a new file's ids are compared with all others without reading all files. -#}
{{ config(
    materialized='incremental',
    incremental_strategy='append',
    on_schema_change='fail',
    pre_hook="{{ forget_old_event_files() }}",
) }}
-- Which ids each file has, as whole numbers. Should two ids have the same, both are looked at as if they were repeated.
with

files as (

    select
        {{ event_file_key() }} as file_key,
        hash(source_file) as file_hash

    from {{ source('loading', 'event_files') }}

),

events as (

    select
        hash({{ text_value('event_id') }}) as event_hash,
        hash(_file) as file_hash

    from {{ source('product', 'events') }}

    where
        {{ text_value('event_id') }} is not null
        and {{ '_file in (' ~ new_event_files(this) ~ ')' if is_incremental() else 'true' }}

)

select
    events.event_hash,
    files.file_key

from events

inner join files
    on events.file_hash = files.file_hash
