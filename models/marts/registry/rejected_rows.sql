with

rejected_events as (

    select
        'events' as raw_table,
        event_id as row_key,
        rejection_reason as reason,
        raw_text

    from {{ ref('int_kept_events') }}

    where rejection_reason is not null

),

rejected as (

    {% for raw_table, _, checked_rows in models_of_open_rooms('judged') %}
        select
            {{ sql_text(raw_table) }} as raw_table,
            row_key,
            rejection_reason as reason,
            raw_text

        from {{ ref(checked_rows) }}

        where rejection_reason is not null

        union all

    {% endfor %}
    select * from rejected_events

)

select * from rejected
