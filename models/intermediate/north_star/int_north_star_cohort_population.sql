with

periods as (

    select * from {{ ref('int_north_star_periods') }}
    where window_days is not null

),

sign_ups as (

    select * from {{ ref('int_north_star_sign_ups') }}

),

members as (

    select * from {{ ref('int_population_members') }}

),

breakdowns as (

    select * from {{ ref('int_profile_breakdowns') }}

),

-- Who signed up in the period is judged on the last day of the own window, as far as it is over.
judged as (

    select
        periods.definition_id,
        periods.period_start,
        periods.population,
        periods.entity,
        sign_ups.entity_id,
        least(
            cast({{ dbt.dateadd('day', 'periods.window_days - 1', 'sign_ups.created_date') }} as date),
            {{ setting('as_of') }}
        ) as judged_date

    from periods

    inner join sign_ups
        on periods.entity = sign_ups.entity
        and periods.period_start <= sign_ups.created_date
        and periods.period_end > sign_ups.created_date

),

by_profile as (

    select
        judged.definition_id,
        judged.period_start,
        members.profile_id,
        count(*) as population_count

    from judged

    inner join members
        on judged.population = members.population
        and judged.entity = members.entity
        and judged.entity_id = members.entity_id
        and judged.judged_date >= members.joined_date
        and (members.left_date is null or judged.judged_date < members.left_date)

    group by 1, 2, 3

),

by_breakdown as (

    select
        by_profile.definition_id,
        by_profile.period_start,
        breakdowns.breakdown_id,
        cast(sum(by_profile.population_count) as bigint) as population_count

    from by_profile

    inner join breakdowns
        on by_profile.profile_id = breakdowns.profile_id

    group by 1, 2, 3

)

select
    definition_id,
    period_start,
    'profile' as group_kind,
    profile_id as group_id,
    population_count

from by_profile

union all

select
    definition_id,
    period_start,
    'breakdown' as group_kind,
    breakdown_id as group_id,
    population_count

from by_breakdown
