-- Who came back in which window, for the cohorts that are old enough: of a month's cohort either all are counted, or
-- none. Day 0 is the day of the first event, in the reporting time zone.
with

entities as (

    select * from {{ ref('int_active_entities') }}

),

entity_days as (

    select * from {{ ref('int_active_entity_days') }}

),

windows as (

    select * from {{ ref('int_usage_retention_windows') }}

),

cohorts as (

    select
        month_start as cohort_month,
        -- Days that the last who may be in the cohort has had.
        {{ setting('as_of') }} - next_month_start + 1 as cohort_age_days
    from {{ ref('months') }}

),

-- For each day since the first one, the windows that hold it.
window_days as (

    select
        windows.window_name,
        unnest(range(windows.first_day, windows.last_day + 1)) as day_number
    from windows
    where windows.last_day is not null

),

numbered_days as (

    select
        entity_days.entity,
        entity_days.entity_id,
        entity_days.date_day - entities.first_active_date as day_number

    from entity_days

    inner join entities
        on entity_days.entity = entities.entity
        and entity_days.entity_id = entities.entity_id

    where
        entity_days.date_day > entities.first_active_date
        and entity_days.date_day
        <= entities.first_active_date + cast((select coalesce(max(windows.last_day), 0) from windows) as integer)

),

returns as (

    select
        numbered_days.entity,
        numbered_days.entity_id,
        window_days.window_name,
        1 as returned_count

    from numbered_days

    inner join window_days
        on numbered_days.day_number = window_days.day_number

    group by 1, 2, 3

),

mature as (

    select
        entities.entity,
        entities.entity_id,
        entities.profile_id,
        entities.cohort_month,
        windows.window_name,
        case
            when
                windows.last_day is null
                and entities.last_active_date - entities.first_active_date >= windows.first_day
                then 1
            else 0
        end as returned_later_count

    from entities

    inner join cohorts
        on entities.cohort_month = cohorts.cohort_month

    inner join windows
        on cohorts.cohort_age_days >= windows.mature_after_days

)

select
    mature.entity,
    mature.entity_id,
    mature.profile_id,
    mature.cohort_month,
    mature.window_name,
    greatest(mature.returned_later_count, coalesce(returns.returned_count, 0)) as returned_count

from mature

left join returns
    on mature.entity = returns.entity
    and mature.entity_id = returns.entity_id
    and mature.window_name = returns.window_name
