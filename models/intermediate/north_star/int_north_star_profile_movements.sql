{#- Read by breakdown, and of active definitions by profile, so it is not worth writing down. -#}
{{ config(materialized='view') }}

with

qualifying as (

    select * from {{ ref('int_north_star_qualifying') }}

),

periods as (

    select * from {{ ref('int_north_star_periods') }}

),

with_neighbours as (

    select
        definition_id,
        period_start,
        profile_id,
        quantity,
        denominator_quantity,
        lag(period_start) over entity_history as last_qualified_start,
        lead(period_start) over entity_history as next_qualified_start

    from qualifying

    window entity_history as (partition by definition_id, entity_id order by period_start)

),

-- Lost in the next window when not there again: a row of that window.
moved as (

    select
        with_neighbours.definition_id,
        with_neighbours.period_start,
        with_neighbours.profile_id,
        with_neighbours.quantity,
        with_neighbours.denominator_quantity,
        case
            when with_neighbours.last_qualified_start is null then 'new'
            when with_neighbours.last_qualified_start = periods.previous_period_start then 'retained'
            else 'resurrected'
        end as movement,
        case
            when with_neighbours.next_qualified_start = periods.next_period_start then null
            else periods.next_period_start
        end as lost_period_start

    from with_neighbours

    inner join periods
        on with_neighbours.definition_id = periods.definition_id
        and with_neighbours.period_start = periods.period_start

),

rows_by_movement as (

    select
        definition_id,
        period_start,
        profile_id,
        movement,
        quantity,
        denominator_quantity

    from moved

    union all

    select
        definition_id,
        lost_period_start as period_start,
        profile_id,
        'lost' as movement,
        cast(null as decimal(38, 6)) as quantity,
        cast(null as decimal(38, 6)) as denominator_quantity

    from moved

    where lost_period_start is not null

),

by_profile as (

    select
        definition_id,
        period_start,
        profile_id,
        count(case when movement != 'lost' then 1 end) as qualifying_count,
        count(case when movement = 'new' then 1 end) as new_count,
        count(case when movement = 'retained' then 1 end) as retained_count,
        count(case when movement = 'resurrected' then 1 end) as resurrected_count,
        count(case when movement = 'lost' then 1 end) as lost_count,
        sum(quantity) as quantity,
        sum(denominator_quantity) as denominator_quantity

    from rows_by_movement

    group by 1, 2, 3

)

select * from by_profile
