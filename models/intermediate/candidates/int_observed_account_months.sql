-- The account-months of a definition's scope: all paying ones, unless only some accounts could have met it.
with

account_months as (

    select * from {{ ref('int_account_months') }}
    where closing_mrr > 0

),

numbers as (

    select * from {{ ref('stg_crm__entity_numbers') }}
    where entity = 'account'

),

definition_months as (

    select * from {{ ref('int_definition_months') }}

),

definitions as (

    select * from {{ ref('int_north_star_definitions') }}

),

profiles as (

    select * from {{ ref('int_account_profiles') }}

),

sign_ups as (

    select * from {{ ref('int_sign_ups') }}

),

scope_months as (

    select distinct
        scope_id,
        entity,
        limited_population,
        sign_up_month,
        month_start

    from definition_months

),

-- Definitions that count accounts or users share such a scope.
open_scope_months as (

    select distinct
        scope_id,
        month_start

    from scope_months

    where sign_up_month is null and limited_population is null

),

paying_months as (

    select
        numbers.entity_number as account_number,
        account_months.account_id,
        account_months.month_start

    from account_months

    inner join numbers
        on account_months.account_id = numbers.entity_id

),

limited_scopes as (

    select distinct
        definition_months.scope_id,
        definitions.population_plan_name,
        definitions.population_segment,
        definitions.population_industry,
        definitions.population_country,
        definitions.population_acquisition_channel,
        definitions.population_account_id

    from definition_months

    inner join definitions
        on definition_months.limited_population = definitions.population
        and definition_months.entity = definitions.entity

),

-- Attributes apply for an account's whole life; that it pays is the observation, whatever the population requires.
limited_accounts as (

    select
        limited_scopes.scope_id,
        profiles.account_id

    from limited_scopes

    inner join profiles
        on coalesce(limited_scopes.population_plan_name, profiles.plan_name) = profiles.plan_name
        and coalesce(limited_scopes.population_segment, profiles.segment) = profiles.segment
        and coalesce(limited_scopes.population_industry, profiles.industry) = profiles.industry
        and coalesce(limited_scopes.population_country, profiles.country) = profiles.country
        and coalesce(limited_scopes.population_acquisition_channel, profiles.acquisition_channel)
        = profiles.acquisition_channel
        and coalesce(limited_scopes.population_account_id, profiles.account_id) = profiles.account_id

),

of_all_accounts as (

    select
        open_scope_months.scope_id,
        paying_months.account_number,
        paying_months.month_start

    from paying_months

    inner join open_scope_months
        on paying_months.month_start = open_scope_months.month_start

),

of_limited_accounts as (

    select
        scope_months.scope_id,
        paying_months.account_number,
        paying_months.month_start

    from scope_months

    inner join limited_accounts
        on scope_months.scope_id = limited_accounts.scope_id
        and scope_months.sign_up_month is null

    inner join paying_months
        on limited_accounts.account_id = paying_months.account_id
        and scope_months.month_start = paying_months.month_start

),

of_sign_ups as (

    select
        scope_months.scope_id,
        paying_months.account_number,
        paying_months.month_start

    from scope_months

    inner join sign_ups
        on scope_months.entity = sign_ups.entity
        and scope_months.sign_up_month = cast({{ dbt.date_trunc('month', 'sign_ups.created_date') }} as date)

    inner join paying_months
        on sign_ups.account_number = paying_months.account_number
        and scope_months.month_start = paying_months.month_start

    left join limited_accounts
        on scope_months.scope_id = limited_accounts.scope_id
        and sign_ups.account_id = limited_accounts.account_id

    where scope_months.limited_population is null or limited_accounts.account_id is not null

),

-- Two definitions may ask for the same accounts, and so do the users of an account.
of_some_accounts as (

    select * from of_limited_accounts

    union

    select * from of_sign_ups

)

select * from of_all_accounts

union all

select * from of_some_accounts
