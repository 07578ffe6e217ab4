{# A version of each definition and period, as a query. It is another when anything is that decides who qualified: what the
   conditions ask, what was measured, who was in the population. Whoever qualified earlier decides who is new, so a version
   stands for all periods up to its own. #}
{% macro north_star_period_versions() -%}
with

condition_events as (

    select * from {{ ref('int_north_star_condition_events') }}

),

windows as (

    select * from {{ ref('int_north_star_windows') }}

),

periods as (

    select * from {{ ref('int_north_star_periods') }}

),

members as (

    select
        *,
        cast(hash(entity_number, account_number) as hugeint) as member_hash
    from {{ ref('int_population_members') }}

),

sign_ups as (

    select * from {{ ref('int_sign_ups') }}

),

days as (

    select * from {{ ref('days') }}

),

first_days as (

    select min(date_day) as first_day from days

),

conditions as (

    select distinct
        condition_id,
        definition_id,
        measure_id,
        operator,
        threshold,
        is_reported_quantity,
        is_denominator

    from condition_events

),

measured as (

    select
        conditions.definition_id,
        windows.period_start,
        sum(
            hash(
                windows.window_version, conditions.operator, conditions.threshold, conditions.is_reported_quantity,
                conditions.is_denominator
            )
        ) as condition_sum

    from conditions

    inner join windows
        on conditions.measure_id = windows.measure_id

    group by 1, 2

),

changes as (

    {% for date, sign in [('joined_date', ''), ('left_date', '-')] %}
        select
            population_id,
            {{ date }} as change_date,
            sum({{ sign }}member_hash) as member_change
        from members
        where {{ date }} is not null
        group by 1, 2

        {{ 'union all' if not loop.last }}
    {% endfor %}

),

changes_in_days as (

    select
        changes.population_id,
        greatest(changes.change_date, first_days.first_day) as date_day,
        sum(changes.member_change) as member_change

    from changes

    cross join first_days

    group by 1, 2

),

populations as (

    select distinct population_id from periods

),

members_by_day as (

    select
        populations.population_id,
        days.date_day,
        sum(coalesce(changes_in_days.member_change, 0)) over (
            partition by populations.population_id order by days.date_day
        ) as member_sum

    from populations

    cross join days

    left join changes_in_days
        on populations.population_id = changes_in_days.population_id
        and days.date_day = changes_in_days.date_day

),

-- Whoever signed up in the period is judged on the last day of their own window so far.
members_by_sign_up as (

    select
        periods.definition_id,
        periods.period_start,
        sum(members.member_hash) as member_sum

    from periods

    inner join sign_ups
        on periods.entity = sign_ups.entity
        and periods.window_days is not null
        and periods.period_start = cast({{ dbt.date_trunc('month', 'sign_ups.created_date') }} as date)

    inner join members
        on periods.population_id = members.population_id
        and sign_ups.entity_number = members.entity_number
        and {{ north_star_judged_date() }} >= members.joined_date
        and (members.left_date is null or {{ north_star_judged_date() }} < members.left_date)

    group by 1, 2

),

with_members as (

    select
        periods.definition_id,
        periods.period_start,
        hash(
            periods.reports, periods.condition_count, measured.condition_sum,
            case when periods.window_days is null then members_by_day.member_sum else members_by_sign_up.member_sum end
        ) as own_version

    from periods

    left join measured
        on periods.definition_id = measured.definition_id
        and periods.period_start = measured.period_start

    left join members_by_day
        on periods.population_id = members_by_day.population_id
        and periods.last_counted_date = members_by_day.date_day

    left join members_by_sign_up
        on periods.definition_id = members_by_sign_up.definition_id
        and periods.period_start = members_by_sign_up.period_start

)

select
    definition_id,
    period_start,
    hash(
        definition_id,
        period_start,
        sum(own_version) over (partition by definition_id order by period_start),
        {{ code_version(['int_north_star_qualifying'], [north_star_verdict('value')]) }}
    ) as period_version

from with_members
{%- endmacro %}
