with

{% set sections = {
    'metrics': 'int_review_metrics', 'reasons': 'int_review_reasons', 'goals': 'int_review_goals',
    'benchmarks': 'int_review_benchmarks', 'alerts': 'int_review_alerts',
} -%}
all_sentences as (

    {% for model in sections.values() %}
        select
            month_start,
            section,
            metric_name,
            tone,
            weight,
            sentence
        from {{ ref(model) }}
        {{ 'union all' if not loop.last }}
    {% endfor %}

),

-- A month that is not over has complete weeks already, but nothing to review.
of_months_that_are_over as (

    select * from all_sentences
    where {{ dbt.dateadd('month', 1, 'month_start') }} <= {{ dbt.dateadd('day', 1, setting('as_of')) }}

),

final as (

    select
        -- grain
        month_start,
        section,
        cast(row_number() over (
            partition by month_start, section
            order by
                case tone when 'bad' then 1 when 'good' then 2 else 3 end asc,
                coalesce(weight, 0) desc,
                metric_name asc,
                sentence asc
        ) as integer) as position,

        -- what it says
        metric_name,
        tone,
        sentence

    from of_months_that_are_over

)

select * from final
