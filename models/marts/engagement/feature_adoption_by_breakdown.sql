-- Accounts by what they did with an event in a month: used it for the first time, used it in the 28 days that end with
-- the month.
with

feature_months as (

    select * from {{ ref('int_account_feature_months') }}

),

accounts as (

    select * from {{ ref('int_sign_ups') }}
    where entity = 'account'

),

profiles as (

    select * from {{ ref('int_account_profiles') }}

),

sign_ups as (

    select * from {{ ref('sign_ups_monthly_by_breakdown') }}

),

months as (

    select
        month_start,
        is_complete,
        cast({{ dbt.dateadd('day', -28, 'next_month_start') }} as date) as window_start
    from {{ ref('months') }}

),

-- Rows without a name are about any event.
with_any_event as (

    select
        account_number,
        event_name,
        month_start,
        max(last_used_date) as last_used_date,
        sum(recent_event_count) as recent_event_count

    from feature_months

    group by {{ grouping_sets([['account_number', 'month_start'], ['account_number', 'event_name', 'month_start']]) }}

),

-- The only rows that add to a count: the first use of an event, and use in the 28 days that end with a month.
uses as (

    select
        account_number,
        event_name,
        min(month_start) as month_start,
        1 as first_use_count,
        0 as used_count
    from with_any_event
    group by account_number, event_name

    union all

    select
        with_any_event.account_number,
        with_any_event.event_name,
        with_any_event.month_start,
        0 as first_use_count,
        1 as used_count
    from with_any_event
    inner join months
        on with_any_event.month_start = months.month_start
    where months.is_complete and with_any_event.last_used_date >= months.window_start

    union all

    -- The month that as_of cuts ends with as_of, and its 28 days reach back into the month before.
    select distinct
        with_any_event.account_number,
        with_any_event.event_name,
        months.month_start,
        0 as first_use_count,
        1 as used_count
    from with_any_event
    inner join months
        on not months.is_complete
    where with_any_event.recent_event_count > 0

),

counts as (

    select
        uses.month_start,
        uses.event_name,
        {{ breakdown_columns() }},
        cast(sum(uses.first_use_count) as bigint) as first_use_count,
        cast(sum(uses.used_count) as bigint) as used_count

    from uses

    inner join accounts
        on uses.account_number = accounts.account_number

    inner join profiles
        on accounts.account_id = profiles.account_id

    group by {{ breakdown_sets(['uses.month_start', 'uses.event_name']) }}

),

first_months as (

    select
        event_name,
        min(month_start) as first_month

    from counts

    where event_name is not null

    group by event_name

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
