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

with_period_before as (

    select
        *,
        lag(period_start) over (
            partition by definition_id, entity_number order by period_start
        ) as qualified_before_start

    from qualifying

),

by_profile as (

    select
        with_period_before.definition_id,
        with_period_before.period_start,
        profiles.profile_id,
        count(*) as qualifying_count,
        count(case when with_period_before.qualified_before_start is null then 1 end) as new_count,
        count(
            case when with_period_before.qualified_before_start = periods.previous_period_start then 1 end
        ) as retained_count,
        sum(with_period_before.quantity) as quantity,
        sum(with_period_before.denominator_quantity) as denominator_quantity

    from with_period_before

    inner join profiles
        on with_period_before.account_number = profiles.account_number

    inner join periods
        on with_period_before.definition_id = periods.definition_id
        and with_period_before.period_start = periods.period_start

    group by 1, 2, 3

)

select
    *,
    qualifying_count - new_count - retained_count as resurrected_count

from by_profile
