with

conditions as (

    select * from {{ ref('int_north_star_conditions') }}

),

measures as (

    select * from {{ ref('int_north_star_measures') }}

),

windows as (

    select * from {{ ref('int_north_star_periods') }}

),

members as (

    select * from {{ ref('int_population_members') }}

),

met_by_nothing as (

    select
        definition_id,
        sum(case when is_met_by_nothing then 1 else 0 end) as met_count

    from conditions

    group by 1

),

judged as (

    select
        measures.definition_id,
        measures.period_start,
        measures.entity_id,
        measures.measured_value,
        conditions.is_reported_quantity,
        case when {{ north_star_verdict('measures.measured_value') }} then 1 else 0 end as is_met,
        case when conditions.is_met_by_nothing then 1 else 0 end as is_met_by_nothing

    from measures

    inner join conditions
        on measures.condition_id = conditions.condition_id

),

-- Conditions without a measure are judged by nothing having been done.
by_entity as (

    select
        definition_id,
        period_start,
        entity_id,
        sum(is_met) - sum(is_met_by_nothing) as met_more_than_nothing,
        cast(sum(case when is_reported_quantity then measured_value else 0 end) as decimal(38, 6)) as quantity

    from judged

    group by 1, 2, 3

),

qualifying as (

    select
        windows.definition_name,
        windows.definition_version,
        windows.period_start,
        windows.entity,
        by_entity.entity_id,
        members.account_id,
        by_entity.quantity

    from by_entity

    inner join windows
        on by_entity.definition_id = windows.definition_id
        and by_entity.period_start = windows.period_start

    inner join met_by_nothing
        on by_entity.definition_id = met_by_nothing.definition_id
        and by_entity.met_more_than_nothing + met_by_nothing.met_count = windows.condition_count

    -- Who is not in the population cannot qualify: the share stays within 0 and 1.
    inner join members
        on windows.population = members.population
        and windows.entity = members.entity
        and by_entity.entity_id = members.entity_id
        and windows.last_counted_date >= members.joined_date
        and (members.left_date is null or windows.last_counted_date < members.left_date)

)

select * from qualifying
