{%- set trailing_periods = setting('north_star_trailing_periods') -%}
{%- set counts = ['qualifying_count', 'new_count', 'retained_count', 'resurrected_count'] -%}
with

periods as (

    select * from {{ ref('int_north_star_periods') }}

),

profiles as (

    select * from {{ ref('int_account_profiles') }}

),

profile_movements as (

    select * from {{ ref('int_north_star_movements') }}

),

population as (

    select * from {{ ref('int_north_star_population') }}

),

breakdown_values as (

    select {{ breakdown_columns() }}
    from profiles
    group by {{ breakdown_sets() }}

),

profile_attributes as (

    select distinct
        {% for column in breakdown_attributes().values() %}
            {{ column }},
        {% endfor %}
        profile_id

    from profiles

),

movements as (

    select
        profile_movements.definition_id,
        profile_movements.period_start,
        {{ breakdown_columns() }},
        {% for column in counts %}
            cast(sum(profile_movements.{{ column }}) as bigint) as {{ column }},
        {% endfor %}
        sum(profile_movements.quantity) as quantity,
        sum(profile_movements.denominator_quantity) as denominator_quantity

    from profile_movements

    inner join profile_attributes
        on profile_movements.profile_id = profile_attributes.profile_id

    group by {{ breakdown_sets(['profile_movements.definition_id', 'profile_movements.period_start']) }}

),

-- Entities with a single window neither come back nor are lost.
filled as (

    select
        periods.*,
        breakdown_values.breakdown,
        breakdown_values.breakdown_value,
        coalesce(movements.qualifying_count, 0) as qualifying_count,
        coalesce(population.population_count, 0) as population_count,
        cast(coalesce(movements.quantity, 0) as decimal(38, 6)) as quantity,
        {% for column in counts[1:] %}
            case when periods.window_days is null then coalesce(movements.{{ column }}, 0) end as {{ column }},
        {% endfor %}
        cast(
            case when periods.reports = 'rate' then coalesce(movements.denominator_quantity, 0) end as decimal(38, 6)
        ) as denominator_quantity

    from periods

    cross join breakdown_values

    left join movements
        on periods.definition_id = movements.definition_id
        and periods.period_start = movements.period_start
        and breakdown_values.breakdown = movements.breakdown
        and breakdown_values.breakdown_value = movements.breakdown_value

    left join population
        on periods.definition_id = population.definition_id
        and periods.period_start = population.period_start
        and breakdown_values.breakdown = population.breakdown
        and breakdown_values.breakdown_value = population.breakdown_value

),

-- The reported value is one number divided by another; a count or a quantity is divided by 1.
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

),

with_value as (

    select
        *,
        reported_numerator / nullif(reported_denominator, 0) as reported_value

    from with_parts

),

-- Incomplete periods come last, so every row before a complete one is complete. Sums are divided, not shares averaged.
with_earlier as (

    select
        *,
        lag(reported_value) over earlier_periods as previous_value,
        lag(qualifying_count) over earlier_periods as previous_qualifying_count,
        count(*) over last_periods as trailing_count,
        sum(reported_numerator) over last_periods / nullif(sum(reported_denominator) over last_periods, 0)
            as trailing_value

    from with_value

    window
        earlier_periods as (partition by definition_id, breakdown, breakdown_value order by period_start),
        last_periods as (
            partition by definition_id, breakdown, breakdown_value order by period_start
            rows between {{ trailing_periods | int - 1 }} preceding and current row
        )

),

final as (

    select
        -- grain
        definition_name,
        definition_version,
        period_start,
        period_end,
        window_unit,
        breakdown,
        breakdown_value,

        -- definition
        label,
        entity,
        reports,

        -- counts
        qualifying_count,
        population_count,
        cast(qualifying_count as double) / nullif(population_count, 0) as qualifying_share,
        quantity,
        denominator_quantity,

        -- the number shown first
        reported_value,
        previous_value,
        case when is_complete then reported_value - previous_value end as value_change,
        case when is_complete and trailing_count = {{ trailing_periods }} then trailing_value end as trailing_average,

        -- who came and went: qualifying = new + retained + resurrected, previous = retained + lost
        previous_qualifying_count,
        new_count,
        retained_count,
        resurrected_count,
        coalesce(previous_qualifying_count, 0) - retained_count as lost_count,

        is_primary,
        is_in_force,
        is_complete

    from with_earlier

)

select * from final
