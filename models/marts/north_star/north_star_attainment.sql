with

windows as (

    select * from {{ ref('int_north_star_periods') }}
    where is_active

),

population as (

    select * from {{ ref('int_north_star_population') }}
    where group_kind = 'profile'

),

qualifying as (

    select * from {{ ref('int_north_star_qualifying') }}

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

    from {{ ref('int_account_profiles') }}

),

qualifying_by_profile as (

    select
        definition_id,
        period_start,
        profile_id,
        count(*) as qualifying_count,
        cast(sum(quantity) as decimal(38, 6)) as quantity

    from qualifying

    group by 1, 2, 3

),

final as (

    select
        -- grain
        windows.definition_name || '|' || cast(windows.definition_version as varchar)
        || '|' || cast(windows.period_start as varchar) || '|' || cast(population.group_id as varchar)
            as north_star_attainment_id,
        windows.definition_name,
        windows.definition_version,
        windows.period_start,
        population.group_id as profile_id,

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
        on population.definition_id = windows.definition_id
        and population.period_start = windows.period_start

    inner join profile_attributes
        on population.group_id = profile_attributes.profile_id

    left join qualifying_by_profile
        on population.definition_id = qualifying_by_profile.definition_id
        and population.period_start = qualifying_by_profile.period_start
        and population.group_id = qualifying_by_profile.profile_id

)

select * from final
