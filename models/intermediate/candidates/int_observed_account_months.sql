-- Which account-months a definition's scope is about: all that pay, unless only some accounts could have met it.
with

account_months as (

    select * from {{ ref('int_account_months') }}
    where closing_mrr > 0

),

histories as (

    select * from {{ ref('int_account_histories') }}
    where policy_variant_id = 0

),

definition_months as (

    select * from {{ ref('int_definition_months') }}

),

limited_accounts as (

    select * from {{ ref('int_scope_accounts') }}

),

sign_ups as (

    select * from {{ ref('int_north_star_sign_ups') }}

),

scope_months as (

    select distinct
        scope,
        entity,
        limited_population,
        sign_up_month,
        month_start

    from definition_months

),

of_everybody as (

    select distinct
        scope_months.scope,
        account_months.history_id,
        account_months.month_start

    from account_months

    inner join scope_months
        on account_months.month_start = scope_months.month_start
        and scope_months.sign_up_month is null
        and scope_months.limited_population is null

),

of_limited_accounts as (

    select distinct
        scope_months.scope,
        account_months.history_id,
        account_months.month_start

    from scope_months

    inner join limited_accounts
        on scope_months.scope = limited_accounts.scope
        and scope_months.sign_up_month is null

    inner join histories
        on limited_accounts.account_id = histories.account_id

    inner join account_months
        on histories.history_id = account_months.history_id
        and scope_months.month_start = account_months.month_start

),

of_sign_ups as (

    select distinct
        scope_months.scope,
        account_months.history_id,
        account_months.month_start

    from scope_months

    inner join sign_ups
        on scope_months.entity = sign_ups.entity
        and scope_months.sign_up_month = cast({{ dbt.date_trunc('month', 'sign_ups.created_date') }} as date)

    inner join histories
        on sign_ups.account_id = histories.account_id

    inner join account_months
        on histories.history_id = account_months.history_id
        and scope_months.month_start = account_months.month_start

    left join limited_accounts
        on scope_months.scope = limited_accounts.scope
        and sign_ups.account_id = limited_accounts.account_id

    where scope_months.limited_population is null or limited_accounts.account_id is not null

),

observed as (

    select * from of_everybody

    union all

    select * from of_limited_accounts

    union all

    select * from of_sign_ups

)

select
    scope,
    history_id,
    month_start

from observed
