-- Once a month, in however many of its windows and by however many of its users.
with

qualifying as (

    select * from {{ ref('north_star_accounts') }}

),

definition_months as (

    select * from {{ ref('int_definition_months') }}

),

histories as (

    select * from {{ ref('int_account_histories') }}
    where policy_variant_id = 0

),

by_month as (

    select
        definition_months.definition_id,
        qualifying.account_id,
        definition_months.month_start

    from qualifying

    inner join definition_months
        on qualifying.definition_name = definition_months.definition_name
        and qualifying.definition_version = definition_months.definition_version
        and qualifying.period_start = definition_months.period_start

    group by 1, 2, 3

)

-- Who never paid has no history, and nothing that evidence could compare.
select
    by_month.definition_id,
    histories.history_id,
    by_month.month_start

from by_month

inner join histories
    on by_month.account_id = histories.account_id
