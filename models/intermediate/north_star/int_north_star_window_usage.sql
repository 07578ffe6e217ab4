with

usage as (

    select * from {{ ref('int_daily_usage') }}

),

days as (

    select * from {{ ref('days') }}

),

sign_ups as (

    select * from {{ ref('int_north_star_sign_ups') }}

),

-- What the conditions need: the number of rows depends on the types of window, not on the number of definitions.
asked as (

    select
        entity,
        measured_kind,
        window_unit,
        event_name,
        max(window_days) as most_window_days

    from {{ ref('int_north_star_condition_events') }}

    where event_name is not null

    group by 1, 2, 3, 4

),

asked_of_any_window as (

    select distinct
        entity,
        measured_kind,
        event_name

    from asked

),

calendar_windows as (

    select distinct
        window_unit,
        period_start,
        period_end

    from {{ ref('int_north_star_periods') }}

    where window_unit != 'since_sign_up'

),

-- The one place where days are assigned to windows.
window_days as (

    select
        calendar_windows.window_unit,
        calendar_windows.period_start,
        days.date_day

    from calendar_windows

    inner join days
        on calendar_windows.period_start <= days.date_day
        and calendar_windows.period_end > days.date_day

),

-- One row per entity, day and event name, or per object (user, day) where each counts once: distinct counts are
-- expensive, so only conditions that need them pay for them.
used as (

    select
        asked.entity,
        asked.measured_kind,
        case when asked.entity = 'account' then usage.account_id else usage.user_id end as entity_id,
        usage.date_day,
        usage.event_name,
        case asked.measured_kind
            when 'distinct_days' then cast(usage.date_day as varchar)
            when 'distinct_users' then usage.user_id
            when 'distinct_objects' then usage.object_id
        end as counted_object,
        sum(usage.event_count) as event_count,
        sum(usage.quantity) as quantity

    from usage

    inner join asked_of_any_window as asked
        on usage.event_name = asked.event_name

    group by 1, 2, 3, 4, 5, 6

),

signed_up as (

    select
        sign_ups.entity,
        asked.measured_kind,
        sign_ups.entity_id,
        sign_ups.created_date as date_day,
        asked.event_name,
        case when asked.measured_kind = 'distinct_days' then cast(sign_ups.created_date as varchar) end
            as counted_object,
        1 as event_count,
        cast(null as decimal(38, 6)) as quantity

    from sign_ups

    inner join asked_of_any_window as asked
        on sign_ups.entity = asked.entity
        and asked.event_name = '(' || sign_ups.entity || '_signed_up)'

),

done as (

    select * from used
    where entity_id is not null

    union all

    select * from signed_up

),

of_calendar_windows as (

    select
        done.entity,
        done.measured_kind,
        window_days.window_unit,
        done.event_name,
        window_days.period_start,
        cast(null as integer) as day_number,
        done.entity_id,
        done.counted_object,
        sum(done.event_count) as event_count,
        sum(done.quantity) as quantity

    from done

    inner join asked
        on done.entity = asked.entity
        and done.measured_kind = asked.measured_kind
        and done.event_name = asked.event_name

    inner join window_days
        on asked.window_unit = window_days.window_unit
        and done.date_day = window_days.date_day

    group by 1, 2, 3, 4, 5, 6, 7, 8

),

-- The day of the sign-up is the first day.
of_first_days as (

    select
        done.entity,
        done.measured_kind,
        asked.window_unit,
        done.event_name,
        cast({{ dbt.date_trunc('month', 'sign_ups.created_date') }} as date) as period_start,
        cast({{ dbt.datediff('sign_ups.created_date', 'done.date_day', 'day') }} as integer) + 1 as day_number,  -- noqa: LT05
        done.entity_id,
        done.counted_object,
        done.event_count,
        done.quantity

    from done

    inner join asked
        on done.entity = asked.entity
        and done.measured_kind = asked.measured_kind
        and done.event_name = asked.event_name

    inner join sign_ups
        on done.entity = sign_ups.entity
        and done.entity_id = sign_ups.entity_id
        and done.date_day >= sign_ups.created_date
        and done.date_day < {{ dbt.dateadd('day', 'asked.most_window_days', 'sign_ups.created_date') }}

    where asked.window_unit = 'since_sign_up'

)

select * from of_calendar_windows

union all

select * from of_first_days
