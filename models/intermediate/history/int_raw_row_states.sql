{#- What raw tables hold, as hashes: row by row, since tables are small, and for events, which nobody reads twice, by
    day and name from the daily counts. Columns in the contract's order, so that a reordered file is the same. -#}
{{ config(materialized='view') }}
with

hashed_rows as (

    {% for raw_table, models in models_of_open_rooms('judged') | groupby(0) %}
        {%- set cells = [] %}
        {%- for column in raw_contract_columns(raw_table) %}
            {%- do cells.append(text_value(column)) %}
        {%- endfor %}
        select
            {{ sql_text(raw_table) }} as raw_table,
            md5({{ row_content(cells) or "''" }}) as raw_item

        from {{ source(models[0][1], raw_table) }}

        {{ 'union all' if not loop.last }}
    {% endfor %}

),

-- Of columns that neither rejection nor as_of touches. An event counts once however the daily rows are cut.
event_rows as (

    select
        coalesce(cast(date_day as varchar), '(none)') || ' ' || coalesce(event_name, '(none)') as raw_item,
        event_count,
        quantity,
        cast(md5_number_lower({{ row_content(['account_id', 'user_id']) }}) as hugeint) as row_hash

    from {{ ref('int_events_by_day') }}

),

final as (

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
        cast(sum(event_count) as bigint) as row_count,
        cast(sum(row_hash * event_count) as varchar) || '|'
        || cast(coalesce(sum(cast(quantity as decimal(38, 6))), 0) as varchar) as signature

    from event_rows

    group by raw_item

)

select * from final
