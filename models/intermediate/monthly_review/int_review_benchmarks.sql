-- Metrics beside what others have, in every month in which they have a value.
with

review_values as (

    select * from {{ ref('int_review_values') }}

),

benchmarks as (

    select * from {{ ref('metric_benchmarks') }}
    where standing is not null

),

said as (

    select
        review_values.month_start,
        review_values.metric_name,
        review_values.label,
        benchmarks.benchmark_name,
        benchmarks.peer_group,
        benchmarks.standing,
        benchmarks.distance / nullif(abs(coalesce(benchmarks.lower_bound, benchmarks.upper_bound)), 0) as weight,
        {{ shown_value('review_values.value', 'review_values.unit') }} as value_shown,
        case
            when benchmarks.lower_bound is null
                then 'at most ' || {{ shown_value('benchmarks.upper_bound', 'review_values.unit') }}
            when benchmarks.upper_bound is null
                then 'at least ' || {{ shown_value('benchmarks.lower_bound', 'review_values.unit') }}
            when benchmarks.lower_bound = benchmarks.upper_bound
                then {{ shown_value('benchmarks.lower_bound', 'review_values.unit') }}
            else
                {{ shown_value('benchmarks.lower_bound', 'review_values.unit') }} || ' to '
                || {{ shown_value('benchmarks.upper_bound', 'review_values.unit') }}
        end as band_shown

    from review_values

    inner join benchmarks
        on review_values.metric_name = benchmarks.metric_name
        and review_values.metric_version = benchmarks.metric_version
        and review_values.period_start = benchmarks.period_start

)

select
    month_start,
    'benchmarks' as section,
    metric_name,
    case standing when 'better' then 'good' when 'worse' then 'bad' else 'neutral' end as tone,
    abs(weight) as weight,
    label || ' ' || value_shown || ' is ' || standing || case standing when 'in line' then ' with ' else ' than ' end
    || band_shown || ' (' || peer_group || ').' as sentence

from said
