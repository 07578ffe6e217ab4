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

    select * from {{ ref('int_north_star_qualifying') }}

),

numbers as (

    select * from {{ ref('stg_crm__entity_numbers') }}
    where entity = 'account'

),

window_counts as (

    select
        scope_id,
        month_start,
        count(*) as window_count

    from definition_months

    group by 1, 2

),

-- A window is met once, however many users meet it.
met_windows as (

    select distinct
        qualifying.account_number,
        definition_months.scope_id,
        definition_months.month_start,
        definition_months.period_start

    from qualifying

    inner join definition_months
        on qualifying.definition_id = definition_months.definition_id
        and qualifying.period_start = definition_months.period_start

),

met_counts as (

    select
        account_number,
        scope_id,
        month_start,
        count(*) as met_count

    from met_windows

    group by 1, 2, 3

),

-- A month in which one version gave way to the next has windows of both.
by_month as (

    select
        observed_months.account_number,
        observed_months.month_start,
        cast(sum(window_counts.window_count) as bigint) as window_count,
        cast(sum(coalesce(met_counts.met_count, 0)) as bigint) as met_count

    from observed_months

    inner join window_counts
        on observed_months.scope_id = window_counts.scope_id
        and observed_months.month_start = window_counts.month_start

    left join met_counts
        on observed_months.account_number = met_counts.account_number
        and observed_months.scope_id = met_counts.scope_id
        and observed_months.month_start = met_counts.month_start

    group by 1, 2

)

select
    numbers.entity_id as account_id,
    by_month.account_number,
    by_month.month_start,
    by_month.window_count,
    by_month.met_count

from by_month

inner join numbers
    on by_month.account_number = numbers.entity_number
