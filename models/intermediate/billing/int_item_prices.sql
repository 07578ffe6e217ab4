-- What an item is worth a billing interval, on which days, by what discounts a policy takes off.
with

items as (

    select * from {{ ref('int_subscription_items') }}

),

discounted as (

    select * from {{ ref('int_item_discounts') }}

),

priced as (

    select
        items.subscription_item_id,
        items.subscription_id,
        items.account_id,
        items.plan_name,
        items.currency,
        items.billing_interval,
        items.billing_interval_count,
        items.is_trial,
        items.is_usage_based,
        items.started_date as billed_from_date,
        items.term_started_date,
        items.term_months,
        coalesce(discounted.started_date, items.started_date) as started_date,
        coalesce(discounted.ended_date, items.ended_date, cast('9999-12-31' as date)) as ended_date,
        items.ended_date as item_ended_date,
        items.amount as list_amount,
        items.amount - items.recurring_discount_amount as item_amount,
        discounted.amount_after_recurring,
        discounted.amount_after_all,
        discounted.amount_after_forever

    from items

    left join discounted
        on items.subscription_item_id = discounted.subscription_item_id
        and items.started_at = discounted.started_at

)

select
    subscription_item_id,
    subscription_id,
    account_id,
    plan_name,
    currency,
    billing_interval,
    billing_interval_count,
    is_trial,
    is_usage_based,
    billed_from_date,
    term_started_date,
    term_months,
    started_date,
    ended_date,
    item_ended_date,
    cast(list_amount as decimal(19, 6)) as list_amount,
    cast(coalesce(amount_after_recurring, item_amount) as decimal(19, 6)) as amount_after_recurring,
    cast(coalesce(amount_after_all, item_amount) as decimal(19, 6)) as amount_after_all,
    cast(coalesce(amount_after_forever, item_amount) as decimal(19, 6)) as amount_after_forever

from priced
