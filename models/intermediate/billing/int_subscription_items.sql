-- The accepted items, with a migrated subscription stitched to the one that continues it.
with

items as (

    select * from {{ ref('stg_billing__subscription_items') }}
    where rejection_reason is null

),

continuations as (

    select * from {{ ref('int_subscription_continuations') }}

),

with_continuation as (

    select
        items.*,
        continuations.continued_date,
        max(coalesce(items.ended_date, cast('9999-12-31' as date))) over (
            partition by items.subscription_id
        ) as last_date

    from items

    left join continuations
        on items.subscription_id = continuations.old_subscription_id

    where continuations.continued_date is null or items.started_date < continuations.continued_date

),

-- An old one runs until the next begins, whether it ended before (a gap of the migration) or is still open.
stitched as (

    select
        *,
        case
            when continued_date is null then ended_date
            when coalesce(ended_date, cast('9999-12-31' as date)) = last_date then continued_date
            else least(ended_date, continued_date)
        end as stitched_ended_date

    from with_continuation

),

with_run_start as (

    select
        *,
        case
            when
                lag(stitched_ended_date) over item_history = started_date
                and lag(billing_interval) over item_history = billing_interval
                and lag(billing_interval_count) over item_history = billing_interval_count
                then null
            else started_date
        end as run_start_date

    from stitched

    window item_history as (partition by subscription_id, subscription_item_id, is_trial order by started_at)

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
    max(run_start_date) over (
        partition by subscription_id, subscription_item_id, is_trial order by started_at
    ) as term_started_date,
    case
        when is_usage_based or is_trial then null
        when billing_interval = 'month' then billing_interval_count
        when billing_interval = 'quarter' then 3 * billing_interval_count
        when billing_interval = 'year' then 12 * billing_interval_count
    end as term_months

from with_run_start
