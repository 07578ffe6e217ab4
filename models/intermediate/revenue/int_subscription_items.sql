-- The accepted items, with a migrated subscription stitched to the one that continues it.
with

items as (

    select * from {{ ref('stg_billing__subscription_items') }}

),

merges as (

    select * from {{ ref('stg_billing__subscription_merges') }}

),

first_days as (

    select
        subscription_id,
        min(started_date) as first_date,
        max(coalesce(ended_date, cast('9999-12-31' as date))) as last_date

    from items

    group by 1

),

-- Old subscriptions and the one that they all became.
members as (

    select
        merges.subscription_id as surviving_subscription_id,
        first_days.subscription_id,
        first_days.first_date,
        first_days.last_date,
        0 as is_surviving

    from merges

    inner join first_days
        on merges.old_subscription_id = first_days.subscription_id

    union all

    select
        first_days.subscription_id as surviving_subscription_id,
        first_days.subscription_id,
        first_days.first_date,
        first_days.last_date,
        1 as is_surviving

    from first_days

    where first_days.subscription_id in (select subscription_id from merges)

),

with_successor as (

    select
        subscription_id,
        last_date,
        is_surviving,
        lead(first_date) over (
            partition by surviving_subscription_id order by first_date, is_surviving, subscription_id
        ) as successor_date

    from members

),

-- An old one runs until the next begins, whether it ended before (a gap of the migration) or is still open.
stitched as (

    select
        items.*,
        with_successor.successor_date,
        case
            when with_successor.successor_date is null then items.ended_date
            when coalesce(items.ended_date, cast('9999-12-31' as date)) = with_successor.last_date
                then with_successor.successor_date
            else least(items.ended_date, with_successor.successor_date)
        end as stitched_ended_date

    from items

    left join with_successor
        on items.subscription_id = with_successor.subscription_id
        and with_successor.is_surviving = 0

),

with_run_start as (

    select
        *,
        case
            when
                lag(stitched_ended_date) over (partition by subscription_item_id order by started_at) = started_date
                and lag(billing_interval) over (partition by subscription_item_id order by started_at)
                = billing_interval
                and lag(billing_interval_count) over (partition by subscription_item_id order by started_at)
                = billing_interval_count
                then null
            else started_date
        end as run_start_date

    from stitched

    where successor_date is null or started_date < successor_date

)

select
    subscription_item_id,
    subscription_id,
    account_id,
    plan_name,
    currency,
    billing_interval,
    billing_interval_count,
    amount,
    recurring_discount_amount,
    is_trial,
    is_usage_based,
    started_at,
    started_date,
    stitched_ended_date as ended_date,

    -- The term counts from the first day of an unbroken run of rows with the same interval.
    max(run_start_date) over (partition by subscription_item_id order by started_at) as term_started_date,
    billing_interval_count * case billing_interval when 'month' then 1 when 'quarter' then 3 when 'year' then 12 end
        as term_months

from with_run_start
