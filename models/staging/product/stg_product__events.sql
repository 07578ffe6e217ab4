-- Only events whose id occurs again are compared with one another: ranking all events by id would cost more than
-- everything else that is done with them.
with

repeated_ids as (

    select * from {{ ref('int_repeated_event_ids') }}

),

single_events as (

    select
        events.*,
        events.row_reason as rejection_reason,
        1 as copy_number

    from {{ ref('base_product__events') }} as events

    left join repeated_ids
        on events.event_id = repeated_ids.event_id

    where events.event_id is not null and repeated_ids.event_id is null

),

repeated_events as (

    select
        events.*,
        {{ row_content([
            'events.event_id', 'events.account_id', 'events.user_id', 'events.session_id', 'events.event_name',
            'events.occurred_at_text', 'events.received_at_text', 'events.object_id', 'events.quantity_text',
            'events.is_internal_text'
        ]) }} as row_content

    from {{ ref('base_product__events') }} as events

    inner join repeated_ids
        on events.event_id = repeated_ids.event_id

),

compared_events as (

    select
        *,
        {{ duplicate_reason('event_id', "coalesce(received_at, cast('9999-12-31' as timestamp)), occurred_at, row_content") }}
            as rejection_reason,
        row_number() over (partition by event_id order by row_content) as copy_number

    from repeated_events

),

-- Without an id an event cannot be told from another: each of them is rejected by itself.
nameless_events as (

    select
        events.*,
        events.row_reason as rejection_reason,
        row_number() over (order by events.occurred_at_text, events.account_id, events.event_name) as copy_number

    from {{ ref('base_product__events') }} as events

    where events.event_id is null

),

all_events as (

    {% for part in ['single_events', 'compared_events', 'nameless_events'] %}
    select
        event_id,
        account_id,
        user_id,
        session_id,
        event_name,
        object_id,
        quantity,
        coalesce(is_internal, false) as is_internal,
        occurred_at,
        received_at,
        date_day,
        rejection_reason,
        copy_number,
        case when rejection_reason is not null then {{ row_text('raw_row') }} end as raw_text

    from {{ part }}
    {{ 'union all' if not loop.last }}
    {% endfor %}

)

select * from all_events
