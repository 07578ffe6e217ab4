{#- How each day changes the number of members: by account profile, for facts grouped freely, and by breakdown. -#}
with

members as (

    select * from {{ ref('int_population_members') }}

),

breakdowns as (

    select * from {{ ref('int_profile_breakdowns') }}

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

by_profile as (

    select
        population,
        entity,
        profile_id,
        change_date,
        sum(member_change) as member_change

    from changes

    group by 1, 2, 3, 4

),

by_breakdown as (

    select
        by_profile.population,
        by_profile.entity,
        breakdowns.breakdown_id,
        by_profile.change_date,
        sum(by_profile.member_change) as member_change

    from by_profile

    inner join breakdowns
        on by_profile.profile_id = breakdowns.profile_id

    group by 1, 2, 3, 4

)

select
    population,
    entity,
    'profile' as group_kind,
    profile_id as group_id,
    change_date,
    member_change

from by_profile

union all

select
    population,
    entity,
    'breakdown' as group_kind,
    breakdown_id as group_id,
    change_date,
    member_change

from by_breakdown
