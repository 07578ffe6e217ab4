-- Accounts by what they did with an event in a month: used it for the first time, used it in the 28 days that end with
-- the month. Without a name it is any event.
with

feature_months as (

    select * from {{ ref('int_account_feature_months') }}

),

profiles as (

    select * from {{ ref('int_account_profiles') }}

),

breakdowns as (

    select * from {{ ref('int_profile_breakdowns') }}

),

months as (

    select
        month_start,
        next_month_start,
        is_complete,
        cast({{ dbt.dateadd('day', -28, 'next_month_start') }} as date) as window_start
    from {{ ref('months') }}

),

with_any_event as (

    select
        account_id,
        event_name,
        month_start,
        last_used_date,
        recent_event_count
    from feature_months

    union all

    select
        account_id,
        cast(null as varchar) as event_name,
        month_start,
        max(last_used_date) as last_used_date,
        sum(recent_event_count) as recent_event_count
    from feature_months
    group by 1, 2, 3

),

with_first_month as (

    select
        *,
        row_number() over (partition by account_id, event_name order by month_start) = 1 as is_first

    from with_any_event

),

-- The month that as_of cuts ends with as_of, and its 28 days reach back into the month before.
cut_month as (

    select
        with_first_month.account_id,
        with_first_month.event_name,
        months.month_start,
        0 as first_use_count,
        1 as used_count
    from with_first_month
    inner join months
        on not months.is_complete
    where with_first_month.recent_event_count > 0
    group by 1, 2, 3

),

uses as (

    select
        with_first_month.account_id,
        with_first_month.event_name,
        with_first_month.month_start,
        case when with_first_month.is_first then 1 else 0 end as first_use_count,
        case
            when months.is_complete and with_first_month.last_used_date >= months.window_start then 1
            else 0
        end as used_count
    from with_first_month
    inner join months
        on with_first_month.month_start = months.month_start

    union all

    select * from cut_month

),

by_profile as (

    select
        profiles.profile_id,
        uses.event_name,
        uses.month_start,
        sum(uses.first_use_count) as first_use_count,
        sum(uses.used_count) as used_count

    from uses

    inner join profiles
        on uses.account_id = profiles.account_id

    group by 1, 2, 3

),

by_breakdown as (

    select
        by_profile.month_start,
        by_profile.event_name,
        breakdowns.breakdown,
        breakdowns.breakdown_value,
        cast(sum(by_profile.first_use_count) as bigint) as first_use_count,
        cast(sum(by_profile.used_count) as bigint) as used_count

    from by_profile

    inner join breakdowns
        on by_profile.profile_id = breakdowns.profile_id

    group by 1, 2, 3, 4

)

select * from by_breakdown
