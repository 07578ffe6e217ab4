with

members as (

    select * from {{ ref('int_population_members') }}

),

windows as (

    select * from {{ ref('int_north_star_periods') }}

),

changes as (

    select
        population,
        entity,
        profile_id,
        joined_date as change_date,
        1 as member_change
    from members

    union all

    select
        population,
        entity,
        profile_id,
        left_date as change_date,
        -1 as member_change
    from members
    where left_date is not null

),

changes_by_day as (

    select
        population,
        entity,
        profile_id,
        change_date,
        sum(member_change) as member_change

    from changes

    group by 1, 2, 3, 4

),

first_windows as (

    select
        definition_name,
        definition_version,
        min(period_start) as first_period_start

    from windows

    group by 1, 2

),

-- Who joined before the first window is there in the first.
changes_by_window as (

    select
        windows.definition_name,
        windows.definition_version,
        windows.period_start,
        changes_by_day.profile_id,
        sum(changes_by_day.member_change) as member_change

    from windows

    inner join first_windows
        on windows.definition_name = first_windows.definition_name
        and windows.definition_version = first_windows.definition_version

    inner join changes_by_day
        on windows.population = changes_by_day.population
        and windows.entity = changes_by_day.entity
        and windows.period_end > changes_by_day.change_date
        and (
            windows.period_start <= changes_by_day.change_date
            or windows.period_start = first_windows.first_period_start
        )

    group by 1, 2, 3, 4

),

profiles as (

    select distinct
        definition_name,
        definition_version,
        profile_id

    from changes_by_window

),

profile_windows as (

    select
        windows.definition_name,
        windows.definition_version,
        windows.period_start,
        profiles.profile_id

    from windows

    inner join profiles
        on windows.definition_name = profiles.definition_name
        and windows.definition_version = profiles.definition_version

),

counted as (

    select
        profile_windows.definition_name,
        profile_windows.definition_version,
        profile_windows.period_start,
        profile_windows.profile_id,
        cast(
            sum(coalesce(changes_by_window.member_change, 0)) over (
                partition by
                    profile_windows.definition_name,
                    profile_windows.definition_version,
                    profile_windows.profile_id
                order by profile_windows.period_start
            ) as bigint
        ) as population_count

    from profile_windows

    left join changes_by_window
        on profile_windows.definition_name = changes_by_window.definition_name
        and profile_windows.definition_version = changes_by_window.definition_version
        and profile_windows.period_start = changes_by_window.period_start
        and profile_windows.profile_id = changes_by_window.profile_id

)

select * from counted
where population_count > 0
