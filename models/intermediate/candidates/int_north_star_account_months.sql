-- For every account and month at whose end it pays: the windows of the North Star that ended in the month, and those in
-- which the account (or a user of it) met it.
with

definition_months as (

    select * from {{ ref('int_definition_months') }}
    where is_north_star

),

observed_months as (

    select * from {{ ref('int_observed_account_months') }}

),

qualifying as (

    select * from {{ ref('north_star_accounts') }}

),

window_counts as (

    select
        scope,
        month_start,
        count(*) as window_count

    from definition_months

    group by 1, 2

),

-- A window is met once, however many users meet it.
met_windows as (

    select distinct
        qualifying.account_id,
        definition_months.scope,
        definition_months.month_start,
        definition_months.period_start

    from qualifying

    inner join definition_months
        on qualifying.definition_name = definition_months.definition_name
        and qualifying.definition_version = definition_months.definition_version
        and qualifying.period_start = definition_months.period_start

),

met_counts as (

    select
        account_id,
        scope,
        month_start,
        count(*) as met_count

    from met_windows

    group by 1, 2, 3

),

-- A month in which one version gave way to the next has windows of both.
by_month as (

    select
        observed_months.account_id,
        observed_months.month_start,
        cast(sum(window_counts.window_count) as bigint) as window_count,
        cast(sum(coalesce(met_counts.met_count, 0)) as bigint) as met_count

    from observed_months

    inner join window_counts
        on observed_months.scope = window_counts.scope
        and observed_months.month_start = window_counts.month_start

    left join met_counts
        on observed_months.account_id = met_counts.account_id
        and observed_months.scope = met_counts.scope
        and observed_months.month_start = met_counts.month_start

    group by 1, 2

)

select * from by_month
