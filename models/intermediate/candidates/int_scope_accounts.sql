-- Which accounts a scope is limited to, where its population asks for attributes. They hold for an account's whole
-- history; that it pays is the observation, whatever the population asks.
with

definition_months as (

    select * from {{ ref('int_definition_months') }}

),

populations as (

    select * from {{ ref('int_north_star_populations') }}

),

profiles as (

    select * from {{ ref('int_account_profiles') }}

),

scopes as (

    select distinct
        scope,
        entity,
        limited_population

    from definition_months

)

select distinct
    scopes.scope,
    profiles.account_id

from scopes

inner join populations
    on scopes.limited_population = populations.population
    and scopes.entity = populations.entity

inner join profiles
    on coalesce(populations.plan_name, profiles.plan_name) = profiles.plan_name
    and coalesce(populations.segment, profiles.segment) = profiles.segment
    and coalesce(populations.industry, profiles.industry) = profiles.industry
    and coalesce(populations.country, profiles.country) = profiles.country
    and coalesce(populations.acquisition_channel, profiles.acquisition_channel) = profiles.acquisition_channel
    and coalesce(populations.account_id, profiles.account_id) = profiles.account_id
