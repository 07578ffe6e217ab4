with

counts as (

    select * from {{ ref('int_feature_counts') }}

),

sign_ups as (

    select * from {{ ref('sign_ups_monthly') }}

),

first_months as (

    select
        event_name,
        min(month_start) as first_month

    from counts

    where event_name is not null

    group by 1

),

account_counts as (

    select
        month_start,
        breakdown,
        breakdown_value,
        is_complete,
        cast(sum(signed_up_account_count) over (
            partition by breakdown, breakdown_value order by month_start
        ) as bigint) as account_count

    from sign_ups

),

dense as (

    select
        account_counts.month_start,
        first_months.event_name,
        account_counts.breakdown,
        account_counts.breakdown_value,
        account_counts.account_count,
        coalesce(active.used_count, 0) as active_account_count,
        coalesce(counts.first_use_count, 0) as first_use_count,
        coalesce(counts.used_count, 0) as used_count,
        account_counts.is_complete

    from account_counts

    inner join first_months
        on account_counts.month_start >= first_months.first_month

    left join counts
        on account_counts.month_start = counts.month_start
        and first_months.event_name = counts.event_name
        and account_counts.breakdown = counts.breakdown
        and account_counts.breakdown_value = counts.breakdown_value

    left join counts as active
        on account_counts.month_start = active.month_start
        and active.event_name is null
        and account_counts.breakdown = active.breakdown
        and account_counts.breakdown_value = active.breakdown_value

),

with_adopters as (

    select
        *,
        cast(sum(first_use_count) over (
            partition by event_name, breakdown, breakdown_value order by month_start
        ) as bigint) as adopted_count

    from dense

),

final as (

    select
        -- grain
        month_start,
        event_name,
        breakdown,
        breakdown_value,

        -- accounts: never used + in use + abandoned = all
        account_count,
        active_account_count,
        first_use_count,
        adopted_count,
        used_count,
        adopted_count - used_count as abandoned_count,

        -- shares
        cast(first_use_count as double) / nullif(account_count, 0) as first_use_rate,
        cast(used_count as double) / nullif(account_count, 0) as use_rate,
        cast(adopted_count - used_count as double) / nullif(account_count, 0) as abandoned_rate,
        cast(used_count as double) / nullif(active_account_count, 0) as active_use_rate,

        is_complete

    from with_adopters

)

select * from final
