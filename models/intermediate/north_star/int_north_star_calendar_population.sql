with

changes as (

    select * from {{ ref('int_population_changes') }}

),

-- Definitions that share population and windows are counted once. By profile only those that are active: a company has
-- nearly as many profiles as accounts.
series as (

    select
        population,
        entity,
        window_unit,
        period_start,
        period_end,
        min(period_start) over (partition by population, entity, window_unit) as first_period_start,
        max(case when is_active then 1 else 0 end) = 1 as is_active

    from {{ ref('int_north_star_periods') }}

    where window_days is null

    group by 1, 2, 3, 4, 5

),

-- Who joined before the first window is there in the first.
changes_by_window as (

    select
        series.population,
        series.entity,
        series.window_unit,
        series.period_start,
        changes.group_kind,
        changes.group_id,
        sum(changes.member_change) as member_change

    from series

    inner join changes
        on series.population = changes.population
        and series.entity = changes.entity
        and series.period_end > changes.change_date
        and (
            series.period_start <= changes.change_date
            or series.period_start = series.first_period_start
        )
        and (series.is_active or changes.group_kind = 'breakdown')

    group by 1, 2, 3, 4, 5, 6

),

groups as (

    select distinct
        population,
        entity,
        window_unit,
        group_kind,
        group_id

    from changes_by_window

),

counted as (

    select
        series.population,
        series.entity,
        series.window_unit,
        series.period_start,
        groups.group_kind,
        groups.group_id,
        sum(coalesce(changes_by_window.member_change, 0)) over (
            partition by
                series.population, series.entity, series.window_unit, groups.group_kind, groups.group_id
            order by series.period_start
        ) as population_count

    from series

    inner join groups
        on series.population = groups.population
        and series.entity = groups.entity
        and series.window_unit = groups.window_unit

    left join changes_by_window
        on series.population = changes_by_window.population
        and series.entity = changes_by_window.entity
        and series.window_unit = changes_by_window.window_unit
        and series.period_start = changes_by_window.period_start
        and groups.group_kind = changes_by_window.group_kind
        and groups.group_id = changes_by_window.group_id

)

select
    population,
    entity,
    window_unit,
    period_start,
    group_kind,
    group_id,
    cast(population_count as bigint) as population_count

from counted

where population_count > 0
