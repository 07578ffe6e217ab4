with

accounts as (

    select * from {{ ref('stg_crm__accounts') }}

),

users as (

    select * from {{ ref('stg_crm__users') }}
    where rejection_reason is null

),

paying_intervals as (

    select * from {{ ref('int_account_paying_intervals') }}
    where policy_variant_id = 0

),

trial_intervals as (

    select * from {{ ref('int_account_trial_intervals') }}

),

profiles as (

    select * from {{ ref('int_account_profiles') }}

),

populations as (

    select * from {{ ref('int_north_star_populations') }}

),

account_stretches as (

    select
        'all' as base_population,
        account_id,
        created_date as joined_date,
        cast(null as date) as left_date

    from accounts

    union all

    select
        'paying' as base_population,
        account_id,
        started_date as joined_date,
        ended_date as left_date

    from paying_intervals

    union all

    select
        'trial' as base_population,
        account_id,
        started_date as joined_date,
        ended_date as left_date

    from trial_intervals

),

-- A user can be there before the account's own sign-up is recorded, but pays or tries only with the account.
user_stretches as (

    select
        account_stretches.base_population,
        users.account_id,
        users.user_id,
        case
            when account_stretches.base_population = 'all' then users.created_date
            else greatest(users.created_date, account_stretches.joined_date)
        end as joined_date,
        account_stretches.left_date

    from users

    inner join account_stretches
        on users.account_id = account_stretches.account_id

    where account_stretches.left_date is null or users.created_date < account_stretches.left_date

),

stretches as (

    select
        'account' as entity,
        account_id as entity_id,
        *
    from account_stretches

    union all

    select
        'user' as entity,
        user_id as entity_id,
        base_population,
        account_id,
        joined_date,
        left_date
    from user_stretches

)

-- Only populations that a computed definition asks for.
select
    populations.population,
    stretches.entity,
    stretches.entity_id,
    stretches.account_id,
    stretches.joined_date,
    stretches.left_date,
    profiles.profile_id

from stretches

inner join profiles
    on stretches.account_id = profiles.account_id

inner join populations
    on stretches.base_population = populations.base_population
    and stretches.entity = populations.entity
    and coalesce(populations.plan_name, profiles.plan_name) = profiles.plan_name
    and coalesce(populations.segment, profiles.segment) = profiles.segment
    and coalesce(populations.industry, profiles.industry) = profiles.industry
    and coalesce(populations.country, profiles.country) = profiles.country
    and coalesce(populations.acquisition_channel, profiles.acquisition_channel) = profiles.acquisition_channel
    and coalesce(populations.account_id, stretches.account_id) = stretches.account_id
