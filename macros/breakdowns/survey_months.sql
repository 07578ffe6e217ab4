{# Sums of a survey's answers by month and breakdown value (also role and subject), as the table `by_month`. All values
   begin with the survey's first answer; a month without answers has sums of 0. `sums`: what is added up, by its name. #}
{% macro survey_months(answers_mart, sums) -%}
with

answers as (

    select * from {{ ref(answers_mart) }}

),

months as (

    select * from {{ ref('months') }}

),

by_breakdown as (

    select
        month_start,
        {% for name, expression in sums.items() %}
            cast(sum({{ expression }}) as bigint) as {{ name }},
        {% endfor %}
        {{ breakdown_columns(['role', 'subject']) }}

    from answers

    group by {{ breakdown_sets(['month_start'], ['role', 'subject']) }}

),

breakdown_values as (

    select distinct
        breakdown,
        breakdown_value
    from by_breakdown

),

first_month as (

    select min(month_start) as month_start from by_breakdown

),

by_month as (

    select
        months.month_start,
        breakdown_values.breakdown,
        breakdown_values.breakdown_value,
        {% for name in sums %}
            coalesce(by_breakdown.{{ name }}, 0) as {{ name }},
        {% endfor %}
        months.is_complete

    from breakdown_values

    cross join first_month

    inner join months
        on first_month.month_start <= months.month_start

    left join by_breakdown
        on months.month_start = by_breakdown.month_start
        and breakdown_values.breakdown = by_breakdown.breakdown
        and breakdown_values.breakdown_value = by_breakdown.breakdown_value

)
{%- endmacro %}
