with

measures as (

    select * from {{ ref('int_north_star_measures') }}

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

asked as (

    select distinct
        condition_id,
        measure_id,
        definition_id,
        operator,
        threshold,
        is_reported_quantity,
        is_denominator,
        is_met_by_nothing

    from condition_events

),

conditions as (

    select
        *,
        count(*) over (partition by definition_id) = 1 as is_only_condition
    from asked

),

met_by_nothing as (

    select
        definition_id,
        sum(case when is_met_by_nothing then 1 else 0 end) as met_count

    from conditions

    group by 1

),

measured as (

    select
        conditions.*,
        measures.period_start,
        measures.entity_number,
        measures.measured_value

    from measures

    inner join conditions
        on measures.measure_id = conditions.measure_id

),

judged as (

    select
        definition_id,
        period_start,
        entity_number,
        measured_value,
        is_reported_quantity,
        is_denominator,
        is_only_condition,
        case when {{ north_star_verdict('measured_value') }} then 1 else 0 end as is_met,
        case when is_met_by_nothing then 1 else 0 end as is_met_by_nothing

    from measured

),

-- A condition without a measure is judged as if nothing had been done. Most definitions have one condition, and nothing
-- to add up.
by_entity as (

    select
        definition_id,
        period_start,
        entity_number,
        is_met - is_met_by_nothing as met_more_than_nothing,
        case when is_reported_quantity then measured_value else 0 end as quantity,
        case when is_denominator then measured_value else 0 end as denominator_quantity

    from judged

    where is_only_condition

    union all

    select
        definition_id,
        period_start,
        entity_number,
        sum(is_met) - sum(is_met_by_nothing) as met_more_than_nothing,
        cast(sum(case when is_reported_quantity then measured_value else 0 end) as decimal(38, 6)) as quantity,
        cast(sum(case when is_denominator then measured_value else 0 end) as decimal(38, 6)) as denominator_quantity

    from judged

    where not is_only_condition

    group by 1, 2, 3

),

meeting_all as (

    select
        periods.definition_id,
        periods.period_start,
        periods.population_id,
        by_entity.entity_number,
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
        and by_entity.entity_number = sign_ups.entity_number

)

-- Only members of the population can qualify: the share stays within 0 and 1.
select
    meeting_all.definition_id,
    meeting_all.period_start,
    meeting_all.entity_number,
    members.account_number,
    meeting_all.quantity,
    meeting_all.denominator_quantity

from meeting_all

inner join members
    on meeting_all.population_id = members.population_id
    and meeting_all.entity_number = members.entity_number
    and meeting_all.judged_date >= members.joined_date
    and (members.left_date is null or meeting_all.judged_date < members.left_date)
