{#- Incremental by file: new, changed and removed files are counted again, and so is every file whose events are judged
    differently now. The result is that of a full refresh, whatever the order and however late files arrive. -#}
{{ config(
    materialized='incremental',
    incremental_strategy='append',
    on_schema_change='fail',
    pre_hook="{{ forget_stale_event_files() }}",
) }}
-- What stale_event_files() reads:
-- depends_on: {{ ref('stg_crm__account_ids') }}
-- depends_on: {{ ref('stg_crm__users') }}
-- depends_on: {{ source('product', 'events') }}
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
        source_file,
        file_version,
        hash(source_file) as file_hash

    from {{ source('loading', 'event_files') }}

),

-- An event that is rejected, or whose id occurs again, is kept whole; all others are only counted.
with_kept_rows as (

    select
        hash(events.source_file) as file_hash,
        events.date_day,
        events.account_id,
        events.user_id,
        events.event_name,
        case when object_events.event_name is not null then events.object_id end as object_id,
        events.is_internal,
        events.quantity,
        events.occurred_at,
        case
            when events.row_reason is not null or repeated_ids.event_id is not null
                then
                    coalesce(events.row_reason, '') || chr(30) || events.row_content || chr(30)
                    || {{ row_text('events.raw_row') }}
        end as kept_row

    from events

    left join repeated_ids
        on events.event_id = repeated_ids.event_id

    left join object_events
        on events.event_name = object_events.event_name

),

by_day as (

    select
        file_hash,
        date_day,
        account_id,
        user_id,
        event_name,
        object_id,
        is_internal,
        kept_row,
        count(*) as event_count,
        sum(quantity) as quantity,
        min(occurred_at) as first_occurred_at

    from with_kept_rows

    group by 1, 2, 3, 4, 5, 6, 7, 8

)

select
    by_day.date_day,
    by_day.account_id,
    by_day.user_id,
    by_day.event_name,
    by_day.object_id,
    by_day.is_internal,
    by_day.kept_row,
    by_day.event_count,
    by_day.quantity,
    by_day.first_occurred_at,
    files.source_file,
    files.file_version,
    {{ setting('reporting_timezone') }} as reporting_timezone,
    {{ object_events_signature() }} as object_events

from by_day

inner join files
    on by_day.file_hash = files.file_hash
