with

profiles as (

    select * from {{ ref('int_profiles') }}

),

breakdowns as (

    select
        profile_id,
        'total' as breakdown,
        'all' as breakdown_value
    from profiles

    union all

    select
        profile_id,
        'segment' as breakdown,
        segment as breakdown_value
    from profiles

    union all

    select
        profile_id,
        'industry' as breakdown,
        industry as breakdown_value
    from profiles

    union all

    select
        profile_id,
        'country' as breakdown,
        country as breakdown_value
    from profiles

    union all

    select
        profile_id,
        'acquisition_channel' as breakdown,
        acquisition_channel as breakdown_value
    from profiles

    union all

    select
        profile_id,
        'plan' as breakdown,
        plan_name as breakdown_value
    from profiles

    union all

    select
        profile_id,
        'currency' as breakdown,
        currency as breakdown_value
    from profiles

)

select
    *,
    -- A number to group by.
    dense_rank() over (order by breakdown, breakdown_value) as breakdown_id

from breakdowns
