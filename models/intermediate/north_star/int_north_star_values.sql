{#- Read by one model only, so it is not worth writing down. -#}
{{ config(materialized='view') }}

with

periods as (

    select * from {{ ref('int_north_star_periods') }}

),

movements as (

    select * from {{ ref('int_north_star_movements') }}

),

population as (

    select * from {{ ref('int_north_star_population') }}
    where group_kind = 'breakdown'

),

breakdown_values as (

    select distinct
        breakdown_id,
        breakdown,
        breakdown_value
    from {{ ref('int_profile_breakdowns') }}

),

-- Who has but one window neither comes back nor is lost.
filled as (

    select
        periods.*,
        breakdown_values.breakdown_id,
        breakdown_values.breakdown,
        breakdown_values.breakdown_value,
        cast(coalesce(movements.qualifying_count, 0) as bigint) as qualifying_count,
        cast(coalesce(population.population_count, 0) as bigint) as population_count,
        cast(coalesce(movements.quantity, 0) as decimal(38, 6)) as quantity,
        {% for column in ['new_count', 'retained_count', 'resurrected_count', 'lost_count'] %}
            cast(case when periods.window_days is null then coalesce(movements.{{ column }}, 0) end as bigint)
                as {{ column }},
        {% endfor %}
        cast(
            case when periods.reports = 'rate' then coalesce(movements.denominator_quantity, 0) end as decimal(38, 6)
        ) as denominator_quantity

    from periods

    cross join breakdown_values

    left join movements
        on periods.definition_id = movements.definition_id
        and periods.period_start = movements.period_start
        and breakdown_values.breakdown_id = movements.breakdown_id

    left join population
        on periods.definition_id = population.definition_id
        and periods.period_start = population.period_start
        and breakdown_values.breakdown_id = population.group_id

),

-- What is reported is one number divided by another; a count or a quantity is divided by 1.
with_parts as (

    select
        *,
        cast(case when reports in ('count', 'share') then qualifying_count else quantity end as double)
            as reported_numerator,
        cast(
            case reports
                when 'share' then population_count
                when 'rate' then denominator_quantity
                else 1
            end as double
        ) as reported_denominator

    from filled

)

select
    definition_id,
    definition_name,
    definition_version,
    label,
    entity,
    window_unit,
    window_days,
    population,
    reports,
    is_active,
    is_primary,
    is_in_force,
    condition_count,
    period_start,
    period_end,
    previous_period_start,
    next_period_start,
    last_counted_date,
    is_complete,
    breakdown_id,
    breakdown,
    breakdown_value,
    qualifying_count,
    population_count,
    quantity,
    denominator_quantity,
    new_count,
    retained_count,
    resurrected_count,
    lost_count,
    reported_numerator,
    reported_denominator

from with_parts
