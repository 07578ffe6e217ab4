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

-- Reading it twice is cheaper than keeping millions of rows between.
first_days as (

    select
        entity_number,
        min(date_day) as first_active_date
    from {{ ref('int_active_entity_days') }}
    group by entity_number

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

profile_attributes as (

    select distinct
        {% for column in breakdown_attributes().values() %}
            {{ column }},
        {% endfor %}
        profile_id

    from profiles

),

-- Active in the bracket that ends with the return day.
returned as (

    select distinct entity_days.entity_number

    from entity_days

    inner join first_days
        on entity_days.entity_number = first_days.entity_number

    where
        entity_days.date_day - first_days.first_active_date
        between {{ bracket_start }} and {{ setting('return_day') }}

),

-- Every account and user whose return day has come. Those whose account has the same attributes are interchangeable.
starts as (

    select
        sign_ups.entity,
        first_days.entity_number,
        cast({{ dbt.dateadd('day', setting('return_first_days'), 'first_days.first_active_date') }} as date)
            as first_days_end,
        case when returned.entity_number is null then 0 else 1 end as returned_count,
        profiles.profile_id

    from first_days

    inner join sign_ups
        on first_days.entity_number = sign_ups.entity_number

    inner join profiles
        on sign_ups.account_id = profiles.account_id

    left join returned
        on first_days.entity_number = returned.entity_number

    where {{ setting('as_of') }} - first_days.first_active_date >= {{ setting('return_day') }}

),

account_starts as (

    select * from starts
    where entity = 'account'

),

user_starts as (

    select * from starts
    where entity = 'user'

),

-- Events of the first days of the account, the user or both. One pass over all events: what is outer-joined to them is
-- what the engine keeps in memory, not they.
first_events as (

    select
        events.event_name,
        account_starts.entity_number as account_number,
        user_starts.entity_number as user_number

    from events

    left join account_starts
        on events.account_number = account_starts.entity_number
        and events.date_day < account_starts.first_days_end

    left join user_starts
        on events.user_number = user_starts.entity_number
        and events.date_day < user_starts.first_days_end

    where account_starts.entity_number is not null or user_starts.entity_number is not null

),

entity_events as (

    select
        account_number as entity_number,
        event_name
    from first_events
    where account_number is not null

    union

    select
        user_number as entity_number,
        event_name
    from first_events
    where user_number is not null

),

-- Without an event's name: all of them.
entities as (

    select
        starts.entity,
        starts.returned_count,
        starts.profile_id,
        entity_events.event_name

    from entity_events

    inner join starts
        on entity_events.entity_number = starts.entity_number

    union all

    select
        entity,
        returned_count,
        profile_id,
        cast(null as varchar) as event_name
    from starts

),

by_profile as (

    select
        entity,
        event_name,
        profile_id,
        count(*) as entity_count,
        sum(returned_count) as returned_count

    from entities

    group by entity, event_name, profile_id

),

by_breakdown as (

    select
        by_profile.entity,
        by_profile.event_name,
        {{ breakdown_columns() }},
        cast(sum(by_profile.entity_count) as bigint) as entity_count,
        cast(sum(by_profile.returned_count) as bigint) as returned_count

    from by_profile

    inner join profile_attributes
        on by_profile.profile_id = profile_attributes.profile_id

    group by {{ breakdown_sets(['by_profile.entity', 'by_profile.event_name']) }}

)

select * from by_breakdown
