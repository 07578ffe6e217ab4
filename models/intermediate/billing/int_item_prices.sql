-- What an item is worth per billing interval, on which days, by the discounts that a policy takes off.
with recursive

items as (

    select * from {{ ref('int_subscription_items') }}

),

taken_off as (

    select * from {{ ref('int_discounted_segments') }}

),

segments as (

    select distinct
        subscription_item_id,
        started_at,
        amount,
        started_date,
        ended_date

    from taken_off

),

-- Percentages are taken off one after the other, each from what the one before left. The share that is left is a whole
-- number of billionths of a thousandth (12 decimals), rounded half up at each step.
shares as (

    select
        subscription_item_id,
        started_at,
        started_date,
        kind,
        step,
        1000000000000 - cast(coalesce(percent_off, 0) * 10000 as hugeint) * 1000000 as share_left

    from taken_off

    where step = 1

    union all

    select
        taken_off.subscription_item_id,
        taken_off.started_at,
        taken_off.started_date,
        taken_off.kind,
        taken_off.step,
        (
            2 * shares.share_left * (1000000 - cast(coalesce(taken_off.percent_off, 0) * 10000 as hugeint)) + 1000000
        ) // 2000000 as share_left

    from shares

    inner join taken_off
        on shares.subscription_item_id = taken_off.subscription_item_id
        and shares.started_at = taken_off.started_at
        and shares.started_date = taken_off.started_date
        and shares.kind = taken_off.kind
        and shares.step + 1 = taken_off.step

),

amounts_off as (

    select
        subscription_item_id,
        started_at,
        started_date,
        kind,
        coalesce(sum(amount_off), 0) as amount_off

    from taken_off

    group by 1, 2, 3, 4

),

shares_left as (

    select
        subscription_item_id,
        started_at,
        started_date,
        kind,
        min(share_left) as share_left

    from shares

    group by 1, 2, 3, 4

),

sums as (

    select
        amounts_off.*,
        shares_left.share_left

    from amounts_off

    inner join shares_left
        on amounts_off.subscription_item_id = shares_left.subscription_item_id
        and amounts_off.started_at = shares_left.started_at
        and amounts_off.started_date = shares_left.started_date
        and amounts_off.kind = shares_left.kind

),

left_by_kind as (

    select
        segments.*,
        sums.kind,
        {{ rounded_quotient(
            in_millionths('greatest(segments.amount - sums.amount_off, 0)') ~ ' * sums.share_left', '1000000000000'
        ) }} as amount_left

    from segments

    left join sums
        on segments.subscription_item_id = sums.subscription_item_id
        and segments.started_at = sums.started_at
        and segments.started_date = sums.started_date

),

discounted as (

    select
        subscription_item_id,
        started_at,
        started_date,
        ended_date,
        coalesce(max(case when kind = 'recurring' then amount_left end), max(amount)) as amount_after_recurring,
        coalesce(max(case when kind = 'all' then amount_left end), max(amount)) as amount_after_all,
        coalesce(max(case when kind = 'forever' then amount_left end), max(amount)) as amount_after_forever

    from left_by_kind

    group by 1, 2, 3, 4

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
        items.paid_since_date,
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
    paid_since_date,
    started_date,
    ended_date,
    item_ended_date,
    cast(list_amount as decimal(19, 6)) as list_amount,
    cast(coalesce(amount_after_recurring, item_amount) as decimal(19, 6)) as amount_after_recurring,
    cast(coalesce(amount_after_all, item_amount) as decimal(19, 6)) as amount_after_all,
    cast(coalesce(amount_after_forever, item_amount) as decimal(19, 6)) as amount_after_forever

from priced
