with

windows as (

    select * from {{ ref('int_north_star_periods') }}
    where is_active

),

population as (

    select
        *,
        cast(breakdown_value as bigint) as profile_id
    from {{ ref('int_north_star_population') }}
    where breakdown = 'account_profile'

),

movements as (

    select * from {{ ref('int_north_star_movements') }}

),

profiles as (

    select distinct
        {% for column in breakdown_attributes().values() %}
            {{ column }},
        {% endfor %}
        profile_id
    from {{ ref('int_account_profiles') }}

),

-- Who is lost is lost in the next period, and may have left the population at the same time.
profile_periods as (

    select
        definition_id,
        period_start,
        profile_id
    from population

    union distinct

    select
        movements.definition_id,
        movements.period_start,
        movements.profile_id
    from movements
    inner join windows
        on movements.definition_id = windows.definition_id
        and movements.period_start = windows.period_start

    union distinct

    select
        movements.definition_id,
        windows.next_period_start as period_start,
        movements.profile_id
    from movements
    inner join windows
        on movements.definition_id = windows.definition_id
        and movements.period_start = windows.period_start
    where windows.next_period_start is not null

),

counted as (

    select
        windows.definition_name,
        windows.definition_version,
        windows.period_start,
        profile_periods.profile_id,
        windows.window_unit,
        windows.period_end,
        windows.is_primary,
        windows.is_in_force,
        windows.is_complete,
        windows.is_primary and windows.is_in_force as is_north_star,
        windows.window_days is null as has_neighbours,
        coalesce(population.population_count, 0) as population_count,
        coalesce(movements.qualifying_count, 0) as qualifying_count,
        cast(coalesce(movements.quantity, 0) as decimal(38, 6)) as quantity,
        {% for movement in ['new', 'retained', 'resurrected'] %}
            coalesce(movements.{{ movement }}_count, 0) as {{ movement }}_count,
        {% endfor %}
        coalesce(movements_before.qualifying_count, 0) - coalesce(movements.retained_count, 0) as lost_count

    from profile_periods

    inner join windows
        on profile_periods.definition_id = windows.definition_id
        and profile_periods.period_start = windows.period_start

    left join population
        on profile_periods.definition_id = population.definition_id
        and profile_periods.period_start = population.period_start
        and profile_periods.profile_id = population.profile_id

    left join movements
        on profile_periods.definition_id = movements.definition_id
        and profile_periods.period_start = movements.period_start
        and profile_periods.profile_id = movements.profile_id

    left join movements as movements_before
        on profile_periods.definition_id = movements_before.definition_id
        and windows.previous_period_start = movements_before.period_start
        and profile_periods.profile_id = movements_before.profile_id

),

final as (

    select
        -- grain
        counted.definition_name || '|' || cast(counted.definition_version as varchar)
        || '|' || cast(counted.period_start as varchar) || '|' || cast(counted.profile_id as varchar)
            as north_star_attainment_id,
        counted.definition_name,
        counted.definition_version,
        counted.period_start,
        counted.profile_id,

        -- the accounts of the profile, as they are at as_of
        profiles.segment,
        profiles.industry,
        profiles.country,
        profiles.acquisition_channel,
        profiles.plan_name,
        profiles.currency,

        -- counts
        counted.population_count,
        counted.qualifying_count,
        counted.quantity,

        -- window
        counted.window_unit,
        counted.period_end,
        counted.is_primary,
        counted.is_in_force,
        counted.is_complete,

        -- the primary definition's own, for the North Star metrics
        {% for count in ['population', 'qualifying'] %}
            case when counted.is_north_star then counted.{{ count }}_count else 0 end as primary_{{ count }}_count,
        {% endfor %}
        {% for movement in ['new', 'retained', 'resurrected', 'lost'] %}
            case when counted.is_north_star and counted.has_neighbours then counted.{{ movement }}_count else 0 end
                as primary_{{ movement }}_count,
        {% endfor %}
        case when counted.is_north_star then counted.quantity else 0 end as primary_quantity

    from counted

    inner join profiles
        on counted.profile_id = profiles.profile_id

)

select * from final
