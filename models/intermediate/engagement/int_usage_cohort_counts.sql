-- How many a cohort holds (without a window), and how many of it came back in each window.
with

entities as (

    select * from {{ ref('int_active_entities') }}

),

returns as (

    select * from {{ ref('int_usage_returns') }}

),

breakdowns as (

    select * from {{ ref('int_profile_breakdowns') }}

),

by_profile as (

    select
        entity,
        cohort_month,
        cast(null as varchar) as window_name,
        profile_id,
        count(*) as entity_count
    from entities
    group by 1, 2, 3, 4

    union all

    select
        entity,
        cohort_month,
        window_name,
        profile_id,
        sum(returned_count) as entity_count
    from returns
    group by 1, 2, 3, 4

),

by_breakdown as (

    select
        by_profile.entity,
        by_profile.cohort_month,
        by_profile.window_name,
        breakdowns.breakdown,
        breakdowns.breakdown_value,
        cast(sum(by_profile.entity_count) as bigint) as entity_count

    from by_profile

    inner join breakdowns
        on by_profile.profile_id = breakdowns.profile_id

    group by 1, 2, 3, 4, 5

)

select * from by_breakdown
