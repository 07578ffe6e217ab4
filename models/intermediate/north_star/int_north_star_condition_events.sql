with

conditions as (

    select * from {{ ref('int_north_star_conditions') }}

),

event_names as (

    select * from {{ ref('int_north_star_event_names') }}

),

-- What each condition looks at, name by name: few rows, so that usage is joined by equality.
condition_events as (

    select
        conditions.condition_id,
        conditions.definition_id,
        conditions.entity,
        conditions.window_unit,
        conditions.window_days,
        conditions.aggregate,
        case when conditions.aggregate in ('count', 'sum_quantity') then 'amount' else conditions.aggregate end
            as measured_kind,
        event_names.event_name

    from conditions

    inner join event_names
        on (conditions.event_names = '*' and not event_names.is_sign_up)
        or {{ dbt.position("'|' || event_names.event_name || '|'", "'|' || conditions.event_names || '|'") }} > 0

)

select * from condition_events
