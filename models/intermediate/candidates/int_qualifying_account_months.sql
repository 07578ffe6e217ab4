-- Once a month, however many windows and users of the account met it.
with

qualifying as (

    select * from {{ ref('int_north_star_qualifying') }}

),

definition_months as (

    select * from {{ ref('int_definition_months') }}

),

observed_months as (

    select * from {{ ref('int_observed_account_months') }}

),

-- Before anything else is asked of them: there are several times as many windows and users as account-months.
account_months as (

    select distinct
        definition_months.definition_id,
        definition_months.scope_id,
        qualifying.account_number,
        definition_months.month_start

    from qualifying

    inner join definition_months
        on qualifying.definition_id = definition_months.definition_id
        and qualifying.period_start = definition_months.period_start

)

-- Only months that are observed: there is nothing to compare the others with.
select
    account_months.definition_id,
    account_months.account_number,
    account_months.month_start

from account_months

inner join observed_months
    on account_months.scope_id = observed_months.scope_id
    and account_months.month_start = observed_months.month_start
    and account_months.account_number = observed_months.account_number
