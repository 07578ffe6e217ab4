{#- A table because two marts read it. -#}
-- Who came and stayed, by account profile. Who was lost follows: those of the period before without the retained.
with

qualifying as (

    select * from {{ ref('int_north_star_qualifying') }}

),

periods as (

    select * from {{ ref('int_north_star_periods') }}

),

numbers as (

    select * from {{ ref('stg_crm__entity_numbers') }}

),

profiles as (

    select
        numbers.entity_number as account_number,
        profiles.profile_id

    from {{ ref('int_account_profiles') }} as profiles

    inner join numbers
        on profiles.account_id = numbers.entity_id
        and numbers.entity = 'account'

),

by_profile as (

    select
        qualifying.definition_id,
        qualifying.period_start,
        profiles.profile_id,
        count(*) as qualifying_count,
        count(case when qualifying.qualified_before_start is null then 1 end) as new_count,
        count(
            case when qualifying.qualified_before_start = periods.previous_period_start then 1 end
        ) as retained_count,
        sum(qualifying.quantity) as quantity,
        sum(qualifying.denominator_quantity) as denominator_quantity

    from qualifying

    inner join profiles
        on qualifying.account_number = profiles.account_number

    inner join periods
        on qualifying.definition_id = periods.definition_id
        and qualifying.period_start = periods.period_start

    group by 1, 2, 3

)

select
    *,
    qualifying_count - new_count - retained_count as resurrected_count

from by_profile
