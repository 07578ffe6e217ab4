-- Once a month, however many windows and users of the account met it.
with

qualifying as (

    select * from {{ ref('north_star_accounts') }}

),

definition_months as (

    select * from {{ ref('int_definition_months') }}

),

observed_months as (

    select * from {{ ref('int_observed_account_months') }}

)

-- Only months that are observed: there is nothing to compare the others with.
select distinct
    definition_months.definition_name,
    definition_months.definition_version,
    qualifying.account_id,
    definition_months.month_start

from qualifying

inner join definition_months
    on qualifying.definition_name = definition_months.definition_name
    and qualifying.definition_version = definition_months.definition_version
    and qualifying.period_start = definition_months.period_start

inner join observed_months
    on definition_months.scope = observed_months.scope
    and definition_months.month_start = observed_months.month_start
    and qualifying.account_id = observed_months.account_id
