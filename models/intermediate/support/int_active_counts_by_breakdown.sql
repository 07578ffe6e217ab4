with

entity_months as (

    select * from {{ ref('int_active_entity_months') }}

),

breakdowns as (

    select * from {{ ref('int_profile_breakdowns') }}

),

by_profile as (

    select
        month_start,
        profile_id,
        count(case when entity = 'user' then 1 end) as active_user_count,
        count(case when entity = 'account' then 1 end) as active_account_count

    from entity_months

    group by 1, 2

)

select
    by_profile.month_start,
    breakdowns.breakdown,
    breakdowns.breakdown_value,
    cast(sum(by_profile.active_user_count) as bigint) as active_user_count,
    cast(sum(by_profile.active_account_count) as bigint) as active_account_count

from by_profile

inner join breakdowns
    on by_profile.profile_id = breakdowns.profile_id

group by 1, 2, 3
