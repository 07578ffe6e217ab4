with

answers as (

    select * from {{ ref('nps_answers') }}
    where is_counted

),

long as (

    {% for breakdown, column in {
        'total': "'all'", 'segment': 'segment', 'industry': 'industry', 'country': 'country',
        'acquisition_channel': 'acquisition_channel', 'plan': 'plan_name', 'currency': 'currency', 'role': 'role'
    }.items() %}
        select
            month_start,
            '{{ breakdown }}' as breakdown,
            {{ column }} as breakdown_value,
            promoter_count,
            passive_count,
            detractor_count,
            response_count

        from answers
        {{ 'union all' if not loop.last }}
    {% endfor %}

),

by_breakdown as (

    select
        month_start,
        breakdown,
        breakdown_value,
        cast(sum(promoter_count) as bigint) as promoter_count,
        cast(sum(passive_count) as bigint) as passive_count,
        cast(sum(detractor_count) as bigint) as detractor_count,
        cast(sum(response_count) as bigint) as response_count

    from long

    group by 1, 2, 3

)

select * from by_breakdown
