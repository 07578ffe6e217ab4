with

answers as (

    select * from {{ ref('nps_answers') }}

),

-- The rule of the answers is applied to each grain by itself: a quarter is not the sum of its months.
counted as (

    select
        *,
        'month' as period_grain,
        month_start as period_start
    from answers
    where is_counted

    union all

    select
        *,
        'quarter' as period_grain,
        quarter_start as period_start
    from answers
    where is_counted_in_quarter

),

long as (

    {% for breakdown, column in voice_breakdowns(['role']).items() %}
        select
            period_grain,
            period_start,
            '{{ breakdown }}' as breakdown,
            {{ column }} as breakdown_value,
            score

        from counted
        {{ 'union all' if not loop.last }}
    {% endfor %}

),

by_breakdown as (

    select
        period_grain,
        period_start,
        breakdown,
        breakdown_value,
        count(case when score >= 9 then 1 end) as promoter_count,
        count(case when score between 7 and 8 then 1 end) as passive_count,
        count(case when score <= 6 then 1 end) as detractor_count,
        count(*) as response_count

    from long

    group by 1, 2, 3, 4

)

select * from by_breakdown
