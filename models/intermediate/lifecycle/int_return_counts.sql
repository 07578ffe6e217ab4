{#- The return is looked for after the first days, or the same event would be cause and effect. -#}
{%- set bracket_start = setting('return_day') | int - setting('return_bracket_days') | int + 1 %}
{%- if bracket_start < setting('return_first_days') | int %}
    {{ exceptions.raise_compiler_error(
        "The bracket of return_bracket_days (" ~ setting('return_bracket_days') ~ ") days that ends with return_day ("
        ~ setting('return_day') ~ ") begins on day " ~ bracket_start ~ ", within the first days (return_first_days "
        ~ setting('return_first_days') ~ "; the first day is day 0). Choose a later return_day or a shorter bracket."
    ) }}
{%- endif %}
-- For those who did an event in their first days, and for all: how many there are, and how many returned.
with

entity_days as (

    select * from {{ ref('int_active_entity_days') }}

),

events as (

    select * from {{ ref('int_counted_events') }}

),

sign_ups as (

    select * from {{ ref('int_sign_ups') }}

),

profiles as (

    select * from {{ ref('int_account_profiles') }}

),

with_start as (

    select
        *,
        min(date_day) over (partition by entity_number) as first_active_date

    from entity_days

),

-- Every account and user whose return day has come, and whether it was active in the bracket that ends with it.
starts as (

    select
        entity,
        entity_number,
        first_active_date,
        max(
            case
                when
                    date_day - first_active_date
                    between {{ bracket_start }} and {{ setting('return_day') }}
                    then 1
                else 0
            end
        ) as returned_count

    from with_start

    where {{ setting('as_of') }} - first_active_date >= {{ setting('return_day') }}

    group by entity, entity_number, first_active_date

),

account_events as (

    select distinct
        starts.entity,
        starts.entity_number,
        starts.returned_count,
        events.event_name

    from events

    inner join starts
        on events.account_number = starts.entity_number
        and starts.entity = 'account'
        and events.date_day
        < cast({{ dbt.dateadd('day', setting('return_first_days'), 'starts.first_active_date') }} as date)

),

user_events as (

    select distinct
        starts.entity,
        starts.entity_number,
        starts.returned_count,
        events.event_name

    from events

    inner join starts
        on events.user_number = starts.entity_number
        and starts.entity = 'user'
        and events.date_day
        < cast({{ dbt.dateadd('day', setting('return_first_days'), 'starts.first_active_date') }} as date)

),

-- Without an event's name: all of them.
entities as (

    select
        entity,
        entity_number,
        returned_count,
        event_name
    from account_events

    union all

    select
        entity,
        entity_number,
        returned_count,
        event_name
    from user_events

    union all

    select
        entity,
        entity_number,
        returned_count,
        cast(null as varchar) as event_name
    from starts

),

by_breakdown as (

    select
        entities.entity,
        entities.event_name,
        {{ breakdown_columns() }},
        cast(count(*) as bigint) as entity_count,
        cast(sum(entities.returned_count) as bigint) as returned_count

    from entities

    inner join sign_ups
        on entities.entity_number = sign_ups.entity_number

    inner join profiles
        on sign_ups.account_id = profiles.account_id

    group by {{ breakdown_sets(['entities.entity', 'entities.event_name']) }}

)

select * from by_breakdown
