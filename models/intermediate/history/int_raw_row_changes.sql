{#- Append-only: what came, went or changed in raw tables since the build before. Its own rows say what that build saw,
    so a build that fails later on loses nothing. Tables are compared as hashes: small ones row by row, events, which
    are not read again, by day and name. Columns in the contract's order, so that a reordered file
    is the same. -#}
{{ config(
    materialized='incremental',
    incremental_strategy='append',
    on_schema_change='fail',
    full_refresh=false,
) }}
with

hashed_rows as (

    {% for raw_table, models in models_of_open_rooms('judged') | groupby(0) %}
        {%- set cells = [] %}
        {%- for column in raw_contract_columns(raw_table) %}
            {%- do cells.append(text_value(column)) %}
        {%- endfor %}
        select
            {{ sql_text(raw_table) }} as raw_table,
            md5(
                {{ row_content(cells) or "''" }}
                || coalesce(chr(31) || {{ text_value('row_updated_at') }}, '')
                || coalesce(chr(30) || {{ text_value('row_is_deleted') }}, '')
            ) as raw_item

        from {{ source(models[0][1], raw_table) }}

        {{ 'union all' if not loop.last }}
    {% endfor %}

),

numbers as (

    select * from {{ ref('stg_crm__entity_numbers') }}

),

events as (

    select * from {{ ref('int_events') }}

),

-- Millions of events are of far fewer users.
pairs as (

    select distinct
        account_number,
        user_number

    from events

    where kept_row is null

),

pair_hashes as (

    select
        pairs.account_number,
        pairs.user_number,
        cast(md5_number_lower({{ row_content(['of_accounts.entity_id', 'of_users.entity_id']) }}) as hugeint)
            as row_hash

    from pairs

    left join numbers as of_accounts
        on pairs.account_number = of_accounts.entity_number

    left join numbers as of_users
        on pairs.user_number = of_users.entity_number

),

-- From columns that neither rejection nor as_of affects.
event_days as (

    select
        events.date_day,
        events.event_name,
        count(*) as row_count,
        sum(pair_hashes.row_hash) as hash_sum,
        sum(events.quantity) as quantity

    from events

    inner join pair_hashes
        on events.account_number is not distinct from pair_hashes.account_number
        and events.user_number is not distinct from pair_hashes.user_number

    where events.kept_row is null

    group by events.date_day, events.event_name

    union all

    select
        date_day,
        event_name,
        count(*) as row_count,
        sum(cast(md5_number_lower({{ row_content([kept_value('account_id'), kept_value('user_id')]) }}) as hugeint))
            as hash_sum,
        sum(quantity) as quantity

    from events

    where kept_row is not null

    group by date_day, event_name

),

event_items as (

    select
        coalesce(cast(date_day as varchar), '(none)') || ' ' || coalesce(event_name, '(none)') as raw_item,
        cast(sum(row_count) as bigint) as row_count,
        cast(sum(hash_sum) as varchar) || '|' || cast(coalesce(sum(quantity), 0) as varchar) as signature

    from event_days

    group by raw_item

),

states as (

    select
        raw_table,
        raw_item,
        count(*) as row_count,
        cast(null as varchar) as signature

    from hashed_rows

    group by raw_table, raw_item

    union all

    select
        'events' as raw_table,
        raw_item,
        row_count,
        signature

    from event_items

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
        -- The same number with other content; if there are more than before, the surplus counts as new.
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
