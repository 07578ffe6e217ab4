with

conditions as (

    select * from {{ ref('north_star_conditions') }}

),

measures as (

    select * from {{ ref('int_north_star_measures') }}

),

windows as (

    select distinct
        definition_name,
        definition_version,
        entity,
        period_start,
        population,
        condition_count,
        last_counted_date

    from {{ ref('int_north_star_windows') }}

),

members as (

    select * from {{ ref('int_population_members') }}

),

-- Whoever did anything that a definition looks at is judged by all of its conditions; what was not done is 0.
candidates as (

    select distinct
        definition_name,
        definition_version,
        period_start,
        entity_id,
        account_id

    from measures

),

judged as (

    select
        candidates.definition_name,
        candidates.definition_version,
        candidates.period_start,
        candidates.entity_id,
        candidates.account_id,
        conditions.operator,
        conditions.threshold,
        conditions.is_reported_quantity,
        coalesce(
            case conditions.aggregate
                when 'count' then measures.event_count
                when 'sum_quantity' then measures.quantity
                when 'distinct_users' then measures.distinct_user_count
                when 'distinct_days' then measures.distinct_day_count
            end, 0
        ) as measured_value

    from candidates

    inner join conditions
        on candidates.definition_name = conditions.definition_name
        and candidates.definition_version = conditions.definition_version

    left join measures
        on candidates.definition_name = measures.definition_name
        and candidates.definition_version = measures.definition_version
        and candidates.period_start = measures.period_start
        and candidates.entity_id = measures.entity_id
        and conditions.condition_name = measures.condition_name

),

with_verdict as (

    select
        *,
        case operator
            when '>=' then measured_value >= threshold
            when '>' then measured_value > threshold
            when '<=' then measured_value <= threshold
            when '<' then measured_value < threshold
            when '=' then measured_value = threshold
        end as is_met

    from judged

),

by_entity as (

    select
        definition_name,
        definition_version,
        period_start,
        entity_id,
        account_id,
        sum(case when is_met then 1 else 0 end) as met_count,
        cast(sum(case when is_reported_quantity then measured_value else 0 end) as decimal(38, 6)) as quantity

    from with_verdict

    group by 1, 2, 3, 4, 5

),

qualifying as (

    select
        by_entity.definition_name,
        by_entity.definition_version,
        by_entity.period_start,
        windows.entity,
        by_entity.entity_id,
        by_entity.account_id,
        by_entity.quantity

    from by_entity

    inner join windows
        on by_entity.definition_name = windows.definition_name
        and by_entity.definition_version = windows.definition_version
        and by_entity.period_start = windows.period_start
        and by_entity.met_count = windows.condition_count

    -- Who is not in the population cannot qualify: the share stays within 0 and 1.
    inner join members
        on windows.population = members.population
        and windows.entity = members.entity
        and by_entity.entity_id = members.entity_id
        and members.joined_date <= windows.last_counted_date
        and (members.left_date is null or members.left_date > windows.last_counted_date)

)

select * from qualifying
