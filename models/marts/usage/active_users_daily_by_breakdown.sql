-- A user or account enters a window of n days on a day on which it is active, unless it is there already, and leaves it
-- n days after the last day before a pause of that length. Added up over the days these changes are the exact distinct
-- count, in one pass.
with

entity_days as (

    select * from {{ ref('int_active_entity_days') }}

),

numbers as (

    select * from {{ ref('stg_crm__entity_numbers') }}

),

profiles as (

    select * from {{ ref('int_account_profiles') }}

),

days as (

    select * from {{ ref('days') }}

),

breakdown_values as (

    select {{ breakdown_columns() }}
    from profiles
    group by {{ breakdown_sets() }}

),

with_neighbours as (

    select
        *,
        lag(date_day) over days_of_entity as previous_active_date,
        lead(date_day) over days_of_entity as next_active_date

    from entity_days

    window days_of_entity as (partition by entity_number order by date_day)

),

changes as (

    select
        entity,
        account_number,
        date_day,
        1 as active_1d,
        case when {{ dbt.dateadd('day', 7, 'previous_active_date') }} > date_day then 0 else 1 end as change_7d,
        case when {{ dbt.dateadd('day', 30, 'previous_active_date') }} > date_day then 0 else 1 end as change_30d
    from with_neighbours

    union all

    select
        entity,
        account_number,
        cast({{ dbt.dateadd('day', 7, 'date_day') }} as date) as date_day,
        0 as active_1d,
        -1 as change_7d,
        0 as change_30d
    from with_neighbours
    where next_active_date is null or next_active_date >= {{ dbt.dateadd('day', 7, 'date_day') }}

    union all

    select
        entity,
        account_number,
        cast({{ dbt.dateadd('day', 30, 'date_day') }} as date) as date_day,
        0 as active_1d,
        0 as change_7d,
        -1 as change_30d
    from with_neighbours
    where next_active_date is null or next_active_date >= {{ dbt.dateadd('day', 30, 'date_day') }}

),

-- The users of an account first add up to it, which leaves fewer rows to break down.
by_account as (

    select
        account_number,
        date_day,
        sum(case when entity = 'user' then active_1d else 0 end) as dau,
        sum(case when entity = 'user' then change_7d else 0 end) as wau_change,
        sum(case when entity = 'user' then change_30d else 0 end) as mau_change,
        sum(case when entity = 'account' then active_1d else 0 end) as account_dau,
        sum(case when entity = 'account' then change_7d else 0 end) as account_wau_change,
        sum(case when entity = 'account' then change_30d else 0 end) as account_mau_change

    from changes

    group by account_number, date_day

),

by_breakdown as (

    select
        by_account.date_day,
        {{ breakdown_columns() }},
        sum(by_account.dau) as dau,
        sum(by_account.wau_change) as wau_change,
        sum(by_account.mau_change) as mau_change,
        sum(by_account.account_dau) as account_dau,
        sum(by_account.account_wau_change) as account_wau_change,
        sum(by_account.account_mau_change) as account_mau_change

    from by_account

    inner join numbers
        on by_account.account_number = numbers.entity_number

    inner join profiles
        on numbers.entity_id = profiles.account_id

    group by {{ breakdown_sets(['by_account.date_day']) }}

),

-- A company whose events name no users has null, rather than 0.
known as (

    select
        min(date_day) as first_day,
        sum(dau) > 0 as has_users

    from by_account

),

dense as (

    select
        days.date_day,
        breakdown_values.breakdown,
        breakdown_values.breakdown_value,
        case when known.has_users then coalesce(by_breakdown.dau, 0) end as dau,
        case when known.has_users then coalesce(by_breakdown.wau_change, 0) end as wau_change,
        case when known.has_users then coalesce(by_breakdown.mau_change, 0) end as mau_change,
        coalesce(by_breakdown.account_dau, 0) as account_dau,
        coalesce(by_breakdown.account_wau_change, 0) as account_wau_change,
        coalesce(by_breakdown.account_mau_change, 0) as account_mau_change

    from days

    inner join known
        on days.date_day >= known.first_day

    cross join breakdown_values

    left join by_breakdown
        on days.date_day = by_breakdown.date_day
        and breakdown_values.breakdown = by_breakdown.breakdown
        and breakdown_values.breakdown_value = by_breakdown.breakdown_value

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
