with

by_profile as (

    select * from {{ ref('int_north_star_profile_movements') }}

),

breakdowns as (

    select * from {{ ref('int_profile_breakdowns') }}

),

by_breakdown as (

    select
        by_profile.definition_id,
        by_profile.period_start,
        breakdowns.breakdown_id,
        sum(by_profile.qualifying_count) as qualifying_count,
        sum(by_profile.new_count) as new_count,
        sum(by_profile.retained_count) as retained_count,
        sum(by_profile.resurrected_count) as resurrected_count,
        sum(by_profile.lost_count) as lost_count,
        sum(by_profile.quantity) as quantity,
        sum(by_profile.denominator_quantity) as denominator_quantity

    from by_profile

    inner join breakdowns
        on by_profile.profile_id = breakdowns.profile_id

    group by 1, 2, 3

)

select * from by_breakdown
