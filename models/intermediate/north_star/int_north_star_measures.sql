with

conditions as (

    select * from {{ ref('north_star_conditions') }}

),

windows as (

    select * from {{ ref('int_north_star_windows') }}

),

usage as (

    select * from {{ ref('int_daily_usage') }}

),

users as (

    select * from {{ ref('stg_crm__users') }}

),

event_names as (

    select distinct event_name from usage

),

-- Which event names each condition counts: few rows, so that usage is joined by equality.
condition_events as (

    select
        conditions.definition_name,
        conditions.definition_version,
        conditions.condition_name,
        event_names.event_name

    from conditions

    inner join event_names
        on conditions.event_names = '*'
        or {{ dbt.position("'|' || event_names.event_name || '|'", "'|' || conditions.event_names || '|'") }} > 0

),

condition_days as (

    select
        windows.definition_name,
        windows.definition_version,
        windows.entity,
        windows.period_start,
        windows.date_day,
        condition_events.condition_name,
        condition_events.event_name

    from windows

    inner join condition_events
        on windows.definition_name = condition_events.definition_name
        and windows.definition_version = condition_events.definition_version

),

entity_usage as (

    select
        condition_days.definition_name,
        condition_days.definition_version,
        condition_days.condition_name,
        condition_days.period_start,
        case when condition_days.entity = 'account' then usage.account_id else users.user_id end as entity_id,
        case when condition_days.entity = 'account' then usage.account_id else users.account_id end as account_id,
        usage.user_id,
        usage.date_day,
        usage.event_count,
        usage.quantity

    from usage

    inner join condition_days
        on usage.date_day = condition_days.date_day
        and usage.event_name = condition_days.event_name

    left join users
        on usage.user_id = users.user_id

),

measured as (

    select
        definition_name,
        definition_version,
        condition_name,
        period_start,
        entity_id,
        account_id,
        cast(sum(event_count) as decimal(38, 6)) as event_count,
        cast(coalesce(sum(quantity), 0) as decimal(38, 6)) as quantity,
        cast(count(distinct user_id) as decimal(38, 6)) as distinct_user_count,
        cast(count(distinct date_day) as decimal(38, 6)) as distinct_day_count

    from entity_usage

    where entity_id is not null

    group by 1, 2, 3, 4, 5, 6

)

select * from measured
