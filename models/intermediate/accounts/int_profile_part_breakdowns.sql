{%- set part_of_breakdown = {
    'total': 1, 'segment': 1, 'acquisition_channel': 1, 'currency': 1, 'plan': 2, 'industry': 2, 'country': 3,
} -%}
with

parts as (

    select * from {{ ref('int_profile_parts') }}

),

breakdowns as (

    select
        *,
        case breakdown
            {% for breakdown, part_number in part_of_breakdown.items() %}
                when '{{ breakdown }}' then {{ part_number }}
            {% endfor %}
        end as part_number

    from {{ ref('int_profile_breakdowns') }}

),

part_breakdowns as (

    select distinct
        parts.profile_part_id,
        breakdowns.breakdown_id,
        breakdowns.breakdown,
        breakdowns.breakdown_value

    from breakdowns

    -- A breakdown that no part has would be lost: it has no number, and the test of its number fails.
    left join parts
        on breakdowns.profile_id = parts.profile_id
        and breakdowns.part_number = parts.part_number

)

select * from part_breakdowns
