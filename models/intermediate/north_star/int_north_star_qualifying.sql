{#- Incremental by period. -#}
{{ config(
    materialized='incremental',
    incremental_strategy='append',
    on_schema_change='fail',
    pre_hook="{{ forget_other_versions('period_version', '(' ~ north_star_period_versions() ~ ')') }}",
) }}
with

measures as (

    select * from {{ ref('int_north_star_measures') }}
    where entity_number is not null

),

windows as (

    select * from {{ ref('int_north_star_windows') }}

),

condition_events as (

    select * from {{ ref('int_north_star_condition_events') }}

),

all_periods as (

    select * from {{ ref('int_north_star_periods') }}

),

all_period_versions as (

    {{ north_star_period_versions() }}

),

period_versions as (

    select * from all_period_versions
    where {{ not_made_yet('period_version') }}

),

members as (

    select * from {{ ref('int_population_members') }}

),

sign_ups as (

    select * from {{ ref('int_sign_ups') }}

),

periods as (

    select
        all_periods.*,
        period_versions.period_version

    from all_periods

    inner join period_versions
        on all_periods.definition_id = period_versions.definition_id
        and all_periods.period_start = period_versions.period_start

),

conditions as (

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

met_by_nothing as (

    select
        definition_id,
        count(*) as condition_count,
        sum(case when is_met_by_nothing then 1 else 0 end) as met_count

    from conditions

    group by 1

),

-- What is asked of each measured window.
asked as (

    select
        windows.window_version,
        periods.period_version,
        conditions.operator,
        conditions.threshold,
        conditions.is_reported_quantity,
        conditions.is_denominator,
        met_by_nothing.condition_count = 1 as is_only_condition,
        case when conditions.is_met_by_nothing then 1 else 0 end as is_met_by_nothing

    from periods

    inner join conditions
        on periods.definition_id = conditions.definition_id

    inner join met_by_nothing
        on periods.definition_id = met_by_nothing.definition_id

    inner join windows
        on conditions.measure_id = windows.measure_id
        and periods.period_start = windows.period_start

),

judged as (

    select
        asked.period_version,
        asked.is_reported_quantity,
        asked.is_denominator,
        asked.is_only_condition,
        asked.is_met_by_nothing,
        measures.entity_number,
        measures.measured_value,
        case when {{ north_star_verdict('measures.measured_value') }} then 1 else 0 end as is_met

    from measures

    inner join asked
        on measures.window_version = asked.window_version

),

-- A condition without a measure is judged as if nothing had been done. Most definitions have one condition, and nothing
-- to add up.
by_entity as (

    select
        period_version,
        entity_number,
        is_met - is_met_by_nothing as met_more_than_nothing,
        case when is_reported_quantity then measured_value else 0 end as quantity,
        case when is_denominator then measured_value else 0 end as denominator_quantity

    from judged

    where is_only_condition

    union all

    select
        period_version,
        entity_number,
        sum(is_met) - sum(is_met_by_nothing) as met_more_than_nothing,
        cast(sum(case when is_reported_quantity then measured_value else 0 end) as decimal(38, 6)) as quantity,
        cast(sum(case when is_denominator then measured_value else 0 end) as decimal(38, 6)) as denominator_quantity

    from judged

    where not is_only_condition

    group by 1, 2

),

meeting_all as (

    select
        periods.definition_id,
        periods.period_start,
        periods.period_version,
        periods.population_id,
        by_entity.entity_number,
        by_entity.quantity,
        case when periods.reports = 'rate' then by_entity.denominator_quantity end as denominator_quantity,
        {{ north_star_judged_date() }} as judged_date

    from by_entity

    inner join periods
        on by_entity.period_version = periods.period_version

    inner join met_by_nothing
        on periods.definition_id = met_by_nothing.definition_id
        and by_entity.met_more_than_nothing + met_by_nothing.met_count = periods.condition_count

    left join sign_ups
        on periods.window_unit = 'since_sign_up'
        and by_entity.entity_number = sign_ups.entity_number

),

-- Only members of the population can qualify: the share stays within 0 and 1.
of_members as (

    select
        meeting_all.definition_id,
        meeting_all.period_start,
        meeting_all.period_version,
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

){% if is_incremental() %},

-- Periods that keep their version come before all others of their definition.
kept as (

    select
        definition_id,
        entity_number,
        max(period_start) as period_start

    from {{ this }}

    where (definition_id, entity_number) in (select definition_id, entity_number from of_members)

    group by 1, 2

)
{% endif %}

select
    of_members.definition_id,
    of_members.period_start,
    of_members.period_version,
    of_members.entity_number,
    of_members.account_number,
    of_members.quantity,
    of_members.denominator_quantity,
    coalesce(
        lag(of_members.period_start) over (
            partition by of_members.definition_id, of_members.entity_number order by of_members.period_start
        ),
        {{ 'kept.period_start' if is_incremental() else 'null' }}
    ) as qualified_before_start

from of_members

{% if is_incremental() %}
    left join kept
        on of_members.definition_id = kept.definition_id
        and of_members.entity_number = kept.entity_number
{% endif %}
