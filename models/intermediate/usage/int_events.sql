{#- Incremental by file: new and changed files are read, and so is every file whose events are judged differently now.
    The result is that of a full refresh, whatever the order and however late files arrive. -#}
{{ config(
    materialized='incremental',
    incremental_strategy='delete+insert',
    unique_key='file_key',
    on_schema_change='fail',
    pre_hook="{{ forget_old_event_files() }}",
) }}
-- The one pass over raw events: text is read, checked and made into numbers here. Ids of sessions stay text, and only
-- where the room that needs them is open: they are nearly as many as events.
-- What stale_event_files() reads:
-- depends_on: {{ ref('stg_crm__account_ids') }}
-- depends_on: {{ ref('stg_crm__users') }}
-- depends_on: {{ ref('stg_crm__entity_numbers') }}
-- depends_on: {{ ref('int_event_ids') }}
with

events as (

    select *

    from {{ ref('stg_product__events') }}

    {% if is_incremental() %}
        where source_file in ({{ stale_event_files(this) }})
    {% endif %}

),

object_events as (

    {{ object_event_names() }}

),

repeated_ids as (

    select * from {{ ref('int_repeated_event_ids') }}

),

files as (

    select
        {{ event_file_key() }} as file_key,
        hash(source_file) as file_hash

    from {{ source('loading', 'event_files') }}

),

-- An event that is rejected, or whose id occurs again, is kept whole.
typed as (

    select
        files.file_key,
        events.date_day,
        events.account_number,
        events.user_number,
        events.event_name,
        case when object_events.event_name is not null then events.object_id end as object_id,
        events.is_internal,
        events.quantity,
        events.occurred_at,
        {{ 'events.session_id' if room_is_open('engagement') else 'cast(null as varchar)' }} as session_id,
        repeated_ids.event_hash as repeated_hash,
        case
            when events.row_reason is not null or repeated_ids.event_hash is not null
                then
                    coalesce(events.row_reason, '') || chr(30) || {{ row_content(event_columns('events')) }} || chr(30)
                    || {{ row_text('events.raw_row') }}
        end as kept_row

    from events

    inner join files
        on hash(events.source_file) = files.file_hash

    left join repeated_ids
        on events.event_hash = repeated_ids.event_hash

    left join object_events
        on events.event_name = object_events.event_name

)

select
    *,
    hash({{ event_settings() }}) as typed_with

from typed
