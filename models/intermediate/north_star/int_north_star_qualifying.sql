with

usage as (

    select * from {{ ref('int_north_star_window_usage') }}

),

condition_events as (

    select * from {{ ref('int_north_star_condition_events') }}

),

periods as (

    select * from {{ ref('int_north_star_periods') }}

),

members as (

    select * from {{ ref('int_population_members') }}

),

sign_ups as (

    select * from {{ ref('int_north_star_sign_ups') }}

),

conditions as (

    select distinct
        condition_id,
        definition_id,
        aggregate,
        operator,
        threshold,
        is_reported_quantity,
        is_denominator,
        is_met_by_nothing

    from condition_events

),

met_by_nothing as (

    select
        definition_id,
        sum(case when is_met_by_nothing then 1 else 0 end) as met_count

    from conditions

    group by 1

),

-- Each object (or user, or day) once per window, however many of the condition's events show it; amounts have none.
by_object as (

    select
        condition_events.condition_id,
        usage.period_start,
        usage.entity_id,
        usage.counted_object,
        sum(usage.event_count) as event_count,
        sum(usage.quantity) as quantity

    from usage

    inner join condition_events
        on usage.entity = condition_events.entity
        and usage.measured_kind = condition_events.measured_kind
        and usage.window_unit = condition_events.window_unit
        and usage.event_name = condition_events.event_name
        and (usage.day_number is null or usage.day_number <= condition_events.window_days)

    group by 1, 2, 3, 4

),

totals as (

    select
        condition_id,
        period_start,
        entity_id,
        sum(event_count) as event_count,
        sum(quantity) as quantity,
        count(counted_object) as object_count

    from by_object

    group by 1, 2, 3

),

measured as (

    select
        conditions.*,
        totals.period_start,
        totals.entity_id,
        cast(
            coalesce(
                case conditions.aggregate
                    when 'count' then totals.event_count
                    when 'sum_quantity' then totals.quantity
                    else totals.object_count
                end, 0
            ) as decimal(38, 6)
        ) as measured_value

    from totals

    inner join conditions
        on totals.condition_id = conditions.condition_id

),

judged as (

    select
        definition_id,
        period_start,
        entity_id,
        measured_value,
        is_reported_quantity,
        is_denominator,
        case when {{ north_star_verdict('measured_value') }} then 1 else 0 end as is_met,
        case when is_met_by_nothing then 1 else 0 end as is_met_by_nothing

    from measured

),

-- A condition without a measure is judged as if nothing had been done.
by_entity as (

    select
        definition_id,
        period_start,
        entity_id,
        sum(is_met) - sum(is_met_by_nothing) as met_more_than_nothing,
        cast(sum(case when is_reported_quantity then measured_value else 0 end) as decimal(38, 6)) as quantity,
        cast(sum(case when is_denominator then measured_value else 0 end) as decimal(38, 6)) as denominator_quantity

    from judged

    group by 1, 2, 3

),

meeting_all as (

    select
        periods.definition_id,
        periods.definition_name,
        periods.definition_version,
        periods.period_start,
        periods.population,
        periods.entity,
        by_entity.entity_id,
        by_entity.quantity,
        case when periods.reports = 'rate' then by_entity.denominator_quantity end as denominator_quantity,
        -- The last day of the entity's own window so far.
        case
            when periods.window_days is null then periods.last_counted_date
            else least(
                cast({{ dbt.dateadd('day', 'periods.window_days - 1', 'sign_ups.created_date') }} as date),
                {{ setting('as_of') }}
            )
        end as judged_date

    from by_entity

    inner join periods
        on by_entity.definition_id = periods.definition_id
        and by_entity.period_start = periods.period_start

    inner join met_by_nothing
        on by_entity.definition_id = met_by_nothing.definition_id
        and by_entity.met_more_than_nothing + met_by_nothing.met_count = periods.condition_count

    left join sign_ups
        on periods.window_unit = 'since_sign_up'
        and periods.entity = sign_ups.entity
        and by_entity.entity_id = sign_ups.entity_id

)

-- Only members of the population can qualify: the share stays within 0 and 1.
select
    meeting_all.definition_id,
    meeting_all.definition_name,
    meeting_all.definition_version,
    meeting_all.period_start,
    meeting_all.entity,
    meeting_all.entity_id,
    members.account_id,
    meeting_all.quantity,
    meeting_all.denominator_quantity

from meeting_all

inner join members
    on meeting_all.population = members.population
    and meeting_all.entity = members.entity
    and meeting_all.entity_id = members.entity_id
    and meeting_all.judged_date >= members.joined_date
    and (members.left_date is null or meeting_all.judged_date < members.left_date)
