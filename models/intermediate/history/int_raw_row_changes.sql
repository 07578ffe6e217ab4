{#- Append-only: what came, went or changed in raw tables since the build before. Its own rows say what that build saw,
    so a build that fails later on loses nothing. -#}
{{ config(
    materialized='incremental',
    incremental_strategy='append',
    on_schema_change='fail',
    full_refresh=false,
) }}
with

states as (

    select * from {{ ref('int_raw_row_states') }}

),

{% if is_incremental() %}
    ranked as (

        select
            *,
            row_number() over (partition by raw_table, raw_item order by published_at desc) as recency

        from {{ this }}

    ),

    seen as (

        select * from ranked
        where recency = 1

    ),
{% else %}
    seen as (

        select * from states
        where false

    ),
{% endif %}

compared as (

    select
        coalesce(states.raw_table, seen.raw_table) as raw_table,
        coalesce(states.raw_item, seen.raw_item) as raw_item,
        coalesce(states.row_count, 0) as row_count,
        states.signature,
        greatest(coalesce(states.row_count, 0) - coalesce(seen.row_count, 0), 0) as added_row_count,
        greatest(coalesce(seen.row_count, 0) - coalesce(states.row_count, 0), 0) as removed_row_count,
        -- As many as before and other content; more than before is taken for what came.
        case
            when states.row_count = seen.row_count and states.signature != seen.signature then states.row_count else 0
        end as edited_row_count

    from states

    full outer join seen
        on states.raw_table = seen.raw_table
        and states.raw_item = seen.raw_item

),

final as (

    select
        raw_table,
        raw_item,
        row_count,
        signature,
        added_row_count,
        removed_row_count,
        edited_row_count,
        {{ build_started_at() }} as published_at,
        {{ sql_text(invocation_id) }} as build_id

    from compared

    where added_row_count + removed_row_count + edited_row_count > 0

)

select * from final
