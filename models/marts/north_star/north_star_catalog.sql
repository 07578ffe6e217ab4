with

definitions as (

    select * from {{ ref('stg_reference__north_star_definitions') }}

),

conditions as (

    select * from {{ ref('stg_reference__north_star_conditions') }}

),

used_event_names as (

    select distinct event_name from {{ ref('int_counted_events') }}

),

event_names as (

    select event_name from used_event_names

    union all

    select distinct '(' || entity || '_signed_up)' as event_name from {{ ref('int_sign_ups') }}

),

-- Without any event at all, nothing is missing in particular.
event_counts as (

    select count(*) as event_count from used_event_names

),

-- An event that is named, one row each; `*` names none.
named_events as (

    select
        definition_name,
        definition_version,
        unnest(string_split(event_names, '|')) as event_name

    from conditions

    where event_names != '*'

),

missing_events as (

    select
        named_events.definition_name,
        named_events.definition_version,
        string_agg(distinct named_events.event_name, ', ' order by named_events.event_name) as missing_event_names

    from named_events

    left join event_names
        on named_events.event_name = event_names.event_name

    cross join event_counts

    where event_names.event_name is null and event_counts.event_count > 0

    group by 1, 2

),

described as (

    select
        definition_name,
        definition_version,
        string_agg(
            condition_name || ': ' || replace(aggregate, '_', ' ') || ' of '
            || case when event_names = '*' then 'any event' else replace(event_names, '|', ' or ') end
            || ' ' || operator || ' '
            || {{ dbt.split_part("cast(threshold as varchar)", "'.000000'", 1) }}
            || case when is_reported_quantity then ' (the quantity)' else '' end
            || case when is_denominator then ' (the denominator)' else '' end,
            '; '
            order by condition_name
        ) as conditions

    from conditions

    group by 1, 2

),

final as (

    select
        -- grain
        definitions.definition_name,
        definitions.definition_version,

        -- what it is
        definitions.label,
        definitions.description,
        definitions.owner,
        definitions.entity,
        definitions.window_unit,
        definitions.window_days,
        definitions.population,
        definitions.reports,
        described.conditions,

        -- its status
        definitions.status,
        definitions.is_primary,
        definitions.is_vanity,
        definitions.status in ('active', 'candidate') as is_computed,
        missing_events.missing_event_names,
        definitions.valid_from,
        definitions.valid_to,
        definitions.reviewed_on

    from definitions

    inner join described
        on definitions.definition_name = described.definition_name
        and definitions.definition_version = described.definition_version

    left join missing_events
        on definitions.definition_name = missing_events.definition_name
        and definitions.definition_version = missing_events.definition_version

)

select * from final
