-- From which day a migrated subscription goes on as another: the next along its chain of merges that has items and does
-- not begin before it.
with recursive

merge_links as (

    select * from {{ ref('stg_billing__subscription_merges') }}
    where rejection_reason is null

),

first_days as (

    select
        subscription_id,
        min(started_date) as first_date

    from {{ ref('stg_billing__subscription_items') }}
    where rejection_reason is null

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

nearest as (

    select
        old_subscription_id,
        continued_date
    from ranked
    where nearness = 1

)

select * from nearest
