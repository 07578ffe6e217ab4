with

qualifying as (

    select * from {{ ref('north_star_accounts') }}

),

windows as (

    select * from {{ ref('int_north_star_periods') }}

),

lifetimes as (

    select * from {{ ref('int_account_lifetimes') }}

),

profiles as (

    select * from {{ ref('int_account_profiles') }}

),

-- A window belongs to the month in which it ends. A user is no account: such a North Star has no months here.
account_windows as (

    select
        definition_name,
        definition_version,
        period_start,
        cast({{ dbt.date_trunc('month', dbt.dateadd('day', -1, 'period_end')) }} as date) as month_start

    from windows

    where is_primary and is_in_force and entity = 'account'

),

-- Once a month, in however many of its windows.
account_months as (

    select
        account_windows.month_start,
        qualifying.account_id

    from qualifying

    inner join account_windows
        on qualifying.definition_name = account_windows.definition_name
        and qualifying.definition_version = account_windows.definition_version
        and qualifying.period_start = account_windows.period_start

    group by 1, 2

),

by_breakdown as (

    select
        lifetimes.first_paid_month as cohort_month,
        account_months.month_start,
        {{ breakdown_columns() }},
        count(*) as north_star_account_count

    from account_months

    inner join lifetimes
        on account_months.account_id = lifetimes.account_id
        and account_months.month_start >= lifetimes.first_paid_month

    inner join profiles
        on account_months.account_id = profiles.account_id

    group by {{ breakdown_sets(['lifetimes.first_paid_month', 'account_months.month_start']) }}

),

window_months as (

    select distinct month_start from account_windows

),

cohorts as (

    select distinct
        cohort_month,
        month_start,
        breakdown,
        breakdown_value

    from {{ ref('int_cohort_months') }}

),

-- In a month with windows nobody's share is 0; in one without there is none.
final as (

    select
        cohorts.cohort_month,
        cohorts.month_start,
        cohorts.breakdown,
        cohorts.breakdown_value,
        cast(coalesce(by_breakdown.north_star_account_count, 0) as bigint) as north_star_account_count

    from cohorts

    inner join window_months
        on cohorts.month_start = window_months.month_start

    left join by_breakdown
        on cohorts.cohort_month = by_breakdown.cohort_month
        and cohorts.month_start = by_breakdown.month_start
        and cohorts.breakdown = by_breakdown.breakdown
        and cohorts.breakdown_value = by_breakdown.breakdown_value

)

select * from final
