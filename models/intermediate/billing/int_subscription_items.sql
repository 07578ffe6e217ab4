-- The accepted items, with a migrated subscription stitched to the one that continues it.
with recursive

items as (

    select * from {{ ref('stg_billing__subscription_items') }}
    where rejection_reason is null

),

-- The day from which a migrated subscription continues as another: the next along its chain of merges that has items
-- and does not begin before it.
merge_links as (

    select * from {{ ref('stg_billing__subscription_merges') }}
    where rejection_reason is null

),

first_days as (

    select
        subscription_id,
        min(started_date) as first_date

    from items

    group by 1

),

walked as (

    select
        old_subscription_id,
        next_subscription_id,
        1 as step

    from merge_links

    union all

    select
        walked.old_subscription_id,
        merge_links.next_subscription_id,
        walked.step + 1 as step

    from walked

    inner join merge_links
        on walked.next_subscription_id = merge_links.old_subscription_id

),

ranked as (

    select
        walked.old_subscription_id,
        next_days.first_date as continued_date,
        row_number() over (partition by walked.old_subscription_id order by walked.step) as nearness

    from walked

    inner join first_days as old_days
        on walked.old_subscription_id = old_days.subscription_id

    inner join first_days as next_days
        on walked.next_subscription_id = next_days.subscription_id

    where next_days.first_date >= old_days.first_date

),

continuations as (

    select
        old_subscription_id,
        continued_date
    from ranked
    where nearness = 1

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
        end as run_start_date,
        case
            when lag(stitched_ended_date) over item_rows = started_date then 0
            else 1
        end as is_first_of_stretch

    from stitched

    window
        item_history as (partition by subscription_id, subscription_item_id, is_trial order by started_at),
        item_rows as (partition by subscription_id, subscription_item_id order by started_at)

),

with_stretch as (

    select
        *,
        sum(is_first_of_stretch) over (
            partition by subscription_id, subscription_item_id order by started_at
        ) as stretch_number

    from with_run_start

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
    continued_date,

    -- The term counts from the first day of an unbroken run of rows with the same interval.
    max(run_start_date) over (
        partition by subscription_id, subscription_item_id, is_trial order by started_at
    ) as term_started_date,

    -- A trial that follows on days that were paid for is a free month.
    min(case when not is_trial and amount > recurring_discount_amount then started_date end) over (
        partition by subscription_id, subscription_item_id, stretch_number order by started_at
    ) as paid_since_date,
    case
        when is_usage_based or is_trial then null
        when billing_interval = 'month' then billing_interval_count
        when billing_interval = 'quarter' then 3 * billing_interval_count
        when billing_interval = 'year' then 12 * billing_interval_count
    end as term_months

from with_stretch
