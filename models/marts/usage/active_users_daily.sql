with

changes as (

    select * from {{ ref('int_active_entity_changes') }}

),

breakdowns as (

    select * from {{ ref('int_profile_breakdowns') }}

),

days as (

    select * from {{ ref('days') }}

),

breakdown_values as (

    select distinct
        breakdown,
        breakdown_value
    from breakdowns

),

-- A company that does not know its users has no number of them, rather than none.
known as (

    select
        min(date_day) as first_day,
        count(case when entity = 'user' then 1 end) > 0 as has_users

    from changes

),

spine as (

    select
        days.date_day,
        breakdown_values.breakdown,
        breakdown_values.breakdown_value,
        known.has_users

    from days

    inner join known
        on days.date_day >= known.first_day

    cross join breakdown_values

),

changes_by_breakdown as (

    select
        changes.date_day,
        breakdowns.breakdown,
        breakdowns.breakdown_value,
        sum(case when changes.entity = 'user' then changes.active_1d else 0 end) as dau,
        sum(case when changes.entity = 'user' then changes.change_7d else 0 end) as wau_change,
        sum(case when changes.entity = 'user' then changes.change_30d else 0 end) as mau_change,
        sum(case when changes.entity = 'account' then changes.active_1d else 0 end) as account_dau,
        sum(case when changes.entity = 'account' then changes.change_7d else 0 end) as account_wau_change,
        sum(case when changes.entity = 'account' then changes.change_30d else 0 end) as account_mau_change

    from changes

    inner join breakdowns
        on changes.profile_id = breakdowns.profile_id

    group by 1, 2, 3

),

dense as (

    select
        spine.date_day,
        spine.breakdown,
        spine.breakdown_value,
        case when spine.has_users then coalesce(changes_by_breakdown.dau, 0) end as dau,
        case when spine.has_users then coalesce(changes_by_breakdown.wau_change, 0) end as wau_change,
        case when spine.has_users then coalesce(changes_by_breakdown.mau_change, 0) end as mau_change,
        coalesce(changes_by_breakdown.account_dau, 0) as account_dau,
        coalesce(changes_by_breakdown.account_wau_change, 0) as account_wau_change,
        coalesce(changes_by_breakdown.account_mau_change, 0) as account_mau_change

    from spine

    left join changes_by_breakdown
        on spine.date_day = changes_by_breakdown.date_day
        and spine.breakdown = changes_by_breakdown.breakdown
        and spine.breakdown_value = changes_by_breakdown.breakdown_value

),

counted as (

    select
        date_day,
        breakdown,
        breakdown_value,
        cast(dau as bigint) as dau,
        cast(sum(wau_change) over all_days as bigint) as wau,
        cast(sum(mau_change) over all_days as bigint) as mau,
        cast(sum(dau) over last_30_days as bigint) as user_days_30d,
        cast(account_dau as bigint) as account_dau,
        cast(sum(account_wau_change) over all_days as bigint) as account_wau,
        cast(sum(account_mau_change) over all_days as bigint) as account_mau,
        cast(sum(account_dau) over last_30_days as bigint) as account_days_30d

    from dense

    window
        all_days as (partition by breakdown, breakdown_value order by date_day),
        last_30_days as (
            partition by breakdown, breakdown_value order by date_day rows between 29 preceding and current row
        )

),

final as (

    select
        -- grain
        date_day,
        breakdown,
        breakdown_value,

        -- users
        dau,
        wau,
        mau,
        user_days_30d,
        cast(user_days_30d as double) / nullif(30 * mau, 0) as stickiness,

        -- accounts
        account_dau,
        account_wau,
        account_mau,
        account_days_30d,
        cast(account_days_30d as double) / nullif(30 * account_mau, 0) as account_stickiness,

        -- as_of is counted whole, so no day is cut
        true as is_complete

    from counted

)

select * from final
