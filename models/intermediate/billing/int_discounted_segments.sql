{#- The stretches of days of an item in which the same discounts apply, and what each of them takes off: one row per
    item row, stretch, set of discounts that a policy takes off, and discount; a stretch without discounts has one row.
    -#}
{%- set kinds = {
    'recurring': ['repeating', 'forever'], 'all': ['once', 'repeating', 'forever'], 'forever': ['forever'],
} -%}
with

items as (

    select * from {{ ref('int_subscription_items') }}

),

discounts as (

    select * from {{ ref('stg_billing__subscription_discounts') }}
    where rejection_reason is null

),

item_discounts as (

    select
        items.subscription_item_id,
        items.started_at,
        items.started_date as item_started_date,
        coalesce(items.ended_date, cast('9999-12-31' as date)) as item_ended_date,
        items.amount - items.recurring_discount_amount as amount,
        discounts.discount_id,
        discounts.percent_off,
        discounts.amount_off,
        discounts.duration,
        greatest(discounts.started_date, items.started_date) as started_date,
        least(
            case discounts.duration
                when 'once' then {{ add_billing_intervals('items', '1', 'discounts.started_date') }}
                else coalesce(discounts.ended_date, cast('9999-12-31' as date))
            end,
            coalesce(items.ended_date, cast('9999-12-31' as date))
        ) as ended_date

    from items

    inner join discounts
        on items.subscription_id = discounts.subscription_id
        and (discounts.subscription_item_id is null or items.subscription_item_id = discounts.subscription_item_id)

),

effective as (

    select * from item_discounts
    where started_date < ended_date

),

boundaries as (

    select
        subscription_item_id,
        started_at,
        item_ended_date,
        amount,
        item_started_date as boundary_date
    from effective

    union

    select
        subscription_item_id,
        started_at,
        item_ended_date,
        amount,
        started_date as boundary_date
    from effective

    union

    select
        subscription_item_id,
        started_at,
        item_ended_date,
        amount,
        ended_date as boundary_date
    from effective
    where ended_date < item_ended_date

),

segments as (

    select
        subscription_item_id,
        started_at,
        amount,
        boundary_date as started_date,
        lead(boundary_date, 1, item_ended_date) over (
            partition by subscription_item_id, started_at order by boundary_date
        ) as ended_date

    from boundaries

),

kinds as (

    {% for kind, durations in kinds.items() %}
        {% for duration in durations %}
            select
                '{{ kind }}' as kind,
                '{{ duration }}' as duration
            {{ 'union all' if not loop.last }}
        {% endfor %}
        {{ 'union all' if not loop.last }}
    {% endfor %}

),

taken_off as (

    select
        segments.subscription_item_id,
        segments.started_at,
        segments.started_date,
        kinds.kind,
        effective.percent_off,
        effective.amount_off,
        row_number() over (
            partition by segments.subscription_item_id, segments.started_at, segments.started_date, kinds.kind
            order by effective.percent_off, effective.discount_id
        ) as step

    from segments

    inner join effective
        on segments.subscription_item_id = effective.subscription_item_id
        and segments.started_at = effective.started_at
        and segments.started_date >= effective.started_date
        and segments.started_date < effective.ended_date

    inner join kinds
        on effective.duration = kinds.duration

),

final as (

    select
        segments.subscription_item_id,
        segments.started_at,
        segments.amount,
        segments.started_date,
        segments.ended_date,
        taken_off.kind,
        taken_off.percent_off,
        taken_off.amount_off,
        taken_off.step

    from segments

    left join taken_off
        on segments.subscription_item_id = taken_off.subscription_item_id
        and segments.started_at = taken_off.started_at
        and segments.started_date = taken_off.started_date

)

select * from final
