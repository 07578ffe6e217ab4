with

windows as (

    select * from {{ ref('int_north_star_periods') }}

),

population as (

    select * from {{ ref('int_north_star_population') }}

),

qualifying as (

    select * from {{ ref('north_star_accounts') }}

),

profiles as (

    select * from {{ ref('int_account_profiles') }}

),

profile_attributes as (

    select distinct
        profile_id,
        segment,
        industry,
        country,
        acquisition_channel,
        plan_name,
        currency

    from profiles

),

qualifying_by_profile as (

    select
        qualifying.definition_name,
        qualifying.definition_version,
        qualifying.period_start,
        profiles.profile_id,
        count(*) as qualifying_count,
        cast(sum(qualifying.quantity) as decimal(38, 6)) as quantity

    from qualifying

    inner join profiles
        on qualifying.account_id = profiles.account_id

    group by 1, 2, 3, 4

),

final as (

    select
        -- grain
        population.definition_name || '|' || cast(population.definition_version as varchar)
        || '|' || cast(population.period_start as varchar) || '|' || cast(population.profile_id as varchar)
            as north_star_attainment_id,
        population.definition_name,
        population.definition_version,
        population.period_start,
        population.profile_id,

        -- the accounts of the profile, as they are at as_of
        profile_attributes.segment,
        profile_attributes.industry,
        profile_attributes.country,
        profile_attributes.acquisition_channel,
        profile_attributes.plan_name,
        profile_attributes.currency,

        -- counts
        population.population_count,
        coalesce(qualifying_by_profile.qualifying_count, 0) as qualifying_count,
        coalesce(qualifying_by_profile.quantity, 0) as quantity,

        -- window
        windows.window_unit,
        windows.period_end,
        windows.is_primary,
        windows.is_in_force,
        windows.is_complete,

        -- the primary definition's own, for the North Star metrics
        case when windows.is_primary and windows.is_in_force then population.population_count else 0 end
            as primary_population_count,
        case
            when
                windows.is_primary and windows.is_in_force
                then coalesce(qualifying_by_profile.qualifying_count, 0)
            else 0
        end
            as primary_qualifying_count,
        case
            when windows.is_primary and windows.is_in_force then coalesce(qualifying_by_profile.quantity, 0) else 0
        end as primary_quantity

    from population

    inner join windows
        on population.definition_name = windows.definition_name
        and population.definition_version = windows.definition_version
        and population.period_start = windows.period_start

    inner join profile_attributes
        on population.profile_id = profile_attributes.profile_id

    left join qualifying_by_profile
        on population.definition_name = qualifying_by_profile.definition_name
        and population.definition_version = qualifying_by_profile.definition_version
        and population.period_start = qualifying_by_profile.period_start
        and population.profile_id = qualifying_by_profile.profile_id

)

select * from final
