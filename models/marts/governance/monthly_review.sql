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

final as (

    select
        -- grain
        month_start,
        section,
        cast(row_number() over (
            partition by month_start, section
            order by
                case tone when 'bad' then 1 when 'good' then 2 else 3 end,
                coalesce(weight, 0) desc,
                metric_name,
                sentence
        ) as integer) as position,

        -- what it says
        metric_name,
        tone,
        sentence

    from all_sentences

)

select * from final
