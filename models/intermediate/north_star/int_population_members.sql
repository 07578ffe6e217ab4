with

sign_ups as (

    select * from {{ ref('int_sign_ups') }}

),

items as (

    select * from {{ ref('int_subscription_items') }}

),

paying_intervals as (

    select * from {{ ref('int_account_paying_intervals') }}

),

profiles as (

    select * from {{ ref('int_account_profiles') }}

),

-- Only populations that a computed definition uses.
populations as (

    select distinct
        population,
        population_id,
        entity,
        base_population,
        population_plan_name,
        population_segment,
        population_industry,
        population_country,
        population_acquisition_channel,
        population_account_id

    from {{ ref('int_north_star_definitions') }}

),

-- An account is on trial while an item on trial runs and nothing is paid for. A trial that ends after as_of is still
-- running.
trials_and_payments as (

    select
        account_id,
        started_date,
        case when ended_date <= {{ setting('as_of') }} then ended_date end as ended_date,
        1 as trial_change,
        0 as paying_change
    from items
    where is_trial

    union all

    select
        account_id,
        started_date,
        ended_date,
        0 as trial_change,
        1 as paying_change
    from paying_intervals

),

changes as (

    select
        account_id,
        started_date as change_date,
        trial_change,
        paying_change
    from trials_and_payments

    union all

    select
        account_id,
        ended_date as change_date,
        -trial_change as trial_change,
        -paying_change as paying_change
    from trials_and_payments
    where ended_date is not null

),

changes_by_date as (

    select
        account_id,
        change_date,
        sum(trial_change) as trial_change,
        sum(paying_change) as paying_change

    from changes

    group by 1, 2

),

-- Between two changes nothing changes.
trial_states as (

    select
        account_id,
        change_date as started_date,
        lead(change_date) over changes_of_account as ended_date,
        sum(trial_change) over changes_of_account > 0 and sum(paying_change) over changes_of_account = 0 as is_on_trial

    from changes_by_date

    window changes_of_account as (partition by account_id order by change_date)

),

stretches_of_accounts as (

    select
        'paying' as base_population,
        account_id,
        started_date,
        ended_date

    from paying_intervals

    union all

    select
        'trial' as base_population,
        account_id,
        started_date,
        ended_date

    from trial_states

    where is_on_trial

),

-- A user can exist before the account's own sign-up is recorded, but pays or is on trial only with the account.
stretches as (

    select
        'all' as base_population,
        entity,
        entity_id,
        entity_number,
        account_id,
        account_number,
        created_date as joined_date,
        cast(null as date) as left_date

    from sign_ups

    union all

    select
        stretches_of_accounts.base_population,
        sign_ups.entity,
        sign_ups.entity_id,
        sign_ups.entity_number,
        sign_ups.account_id,
        sign_ups.account_number,
        case
            when sign_ups.entity = 'account' then stretches_of_accounts.started_date
            else greatest(sign_ups.created_date, stretches_of_accounts.started_date)
        end as joined_date,
        stretches_of_accounts.ended_date as left_date

    from sign_ups

    inner join stretches_of_accounts
        on sign_ups.account_id = stretches_of_accounts.account_id

    where
        sign_ups.entity = 'account'
        or stretches_of_accounts.ended_date is null
        or sign_ups.created_date < stretches_of_accounts.ended_date

)

select
    populations.population,
    populations.population_id,
    stretches.entity,
    stretches.entity_id,
    stretches.entity_number,
    stretches.account_id,
    stretches.account_number,
    stretches.joined_date,
    stretches.left_date

from stretches

inner join profiles
    on stretches.account_id = profiles.account_id

inner join populations
    on stretches.base_population = populations.base_population
    and stretches.entity = populations.entity
    and coalesce(populations.population_plan_name, profiles.plan_name) = profiles.plan_name
    and coalesce(populations.population_segment, profiles.segment) = profiles.segment
    and coalesce(populations.population_industry, profiles.industry) = profiles.industry
    and coalesce(populations.population_country, profiles.country) = profiles.country
    and coalesce(populations.population_acquisition_channel, profiles.acquisition_channel)
    = profiles.acquisition_channel
    and coalesce(populations.population_account_id, stretches.account_id) = stretches.account_id
