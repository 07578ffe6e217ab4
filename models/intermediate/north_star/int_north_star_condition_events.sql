with

conditions as (

    select * from {{ ref('stg_reference__north_star_conditions') }}

),

definitions as (

    select * from {{ ref('int_north_star_definitions') }}

),

event_names as (

    select distinct
        event_name,
        false as is_sign_up
    from {{ ref('int_daily_usage') }}

    union all

    select distinct
        '(' || entity || '_signed_up)' as event_name,
        true as is_sign_up
    from {{ ref('int_north_star_sign_ups') }}

),

computed as (

    select
        row_number() over (
            order by conditions.definition_name, conditions.definition_version, conditions.condition_name
        ) as condition_id,
        definitions.definition_id,
        definitions.entity,
        definitions.window_unit,
        definitions.window_days,
        conditions.event_names,
        conditions.aggregate,
        case when conditions.aggregate in ('count', 'sum_quantity') then 'amount' else conditions.aggregate end
            as measured_kind,
        conditions.operator,
        conditions.threshold,
        conditions.is_reported_quantity,
        conditions.is_denominator,

        -- An entity without any such events has 0 of them.
        {{ north_star_verdict('0') }} as is_met_by_nothing

    from conditions

    inner join definitions
        on conditions.definition_name = definitions.definition_name
        and conditions.definition_version = definitions.definition_version

),

-- Name by name: few rows, so that usage is joined by equality. A condition whose events never occurred keeps one row
-- without a name, because it may be met by nothing.
condition_events as (

    select
        computed.*,
        event_names.event_name

    from computed

    left join event_names
        on (computed.event_names = '*' and not event_names.is_sign_up)
        or {{ dbt.position("'|' || event_names.event_name || '|'", "'|' || computed.event_names || '|'") }} > 0

)

select * from condition_events
