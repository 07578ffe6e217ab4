-- Of every account, in every month at whose end it pays: the windows of the North Star that ended in the month, and
-- those in which the account (or a user of it) met it.
with

periods as (

    select * from {{ ref('int_north_star_periods') }}
    where is_primary and is_in_force and is_complete

),

definition_months as (

    select * from {{ ref('int_definition_months') }}

),

observed_months as (

    select * from {{ ref('int_observed_account_months') }}

),

qualifying as (

    select * from {{ ref('north_star_accounts') }}

),

histories as (

    select * from {{ ref('int_account_histories') }}
    where policy_variant_id = 0

),

windows as (

    select
        definition_months.definition_name,
        definition_months.definition_version,
        definition_months.scope,
        definition_months.period_start,
        definition_months.month_start

    from definition_months

    inner join periods
        on definition_months.definition_id = periods.definition_id
        and definition_months.period_start = periods.period_start

),

window_counts as (

    select
        scope,
        month_start,
        count(*) as window_count

    from windows

    group by 1, 2

),

-- A window is met once, by however many users.
met_windows as (

    select distinct
        histories.history_id,
        windows.scope,
        windows.month_start,
        windows.period_start

    from qualifying

    inner join windows
        on qualifying.definition_name = windows.definition_name
        and qualifying.definition_version = windows.definition_version
        and qualifying.period_start = windows.period_start

    inner join histories
        on qualifying.account_id = histories.account_id

),

met_counts as (

    select
        history_id,
        scope,
        month_start,
        count(*) as met_count

    from met_windows

    group by 1, 2, 3

),

-- A month in which one version gave way to the next has windows of both.
by_month as (

    select
        observed_months.history_id,
        observed_months.month_start,
        cast(sum(window_counts.window_count) as bigint) as window_count,
        cast(sum(coalesce(met_counts.met_count, 0)) as bigint) as met_count

    from observed_months

    inner join window_counts
        on observed_months.scope = window_counts.scope
        and observed_months.month_start = window_counts.month_start

    left join met_counts
        on observed_months.history_id = met_counts.history_id
        and observed_months.scope = met_counts.scope
        and observed_months.month_start = met_counts.month_start

    group by 1, 2

)

select * from by_month
