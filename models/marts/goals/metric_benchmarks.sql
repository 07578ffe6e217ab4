with

benchmarks as (

    select * from {{ ref('int_metric_benchmarks') }}

),

metric_values as (

    select * from {{ ref('metric_values') }}

    -- Benchmarks are of companies, not of their segments.
    where breakdown = 'total'

),

joined as (

    select
        benchmarks.*,
        metric_values.metric_version,
        metric_values.period_grain,
        metric_values.period_start,
        metric_values.value,
        metric_values.is_complete,
        case
            when metric_values.value < benchmarks.lower_bound then 'below'
            when metric_values.value > benchmarks.upper_bound then 'above'
            when metric_values.value is not null then 'within'
        end as band

    from benchmarks

    inner join metric_values
        on benchmarks.metric_name = metric_values.metric_name

),

final as (

    select
        -- grain
        metric_name,
        metric_version,
        benchmark_name,
        period_grain,
        period_start,

        -- the benchmark
        peer_group,
        unit,
        direction,
        measured_over,
        lower_bound,
        upper_bound,

        -- how the metric compares
        value,
        band,
        case band
            when 'below' then value - lower_bound
            when 'above' then value - upper_bound
            when 'within' then cast(0 as double)
        end as distance,
        case
            when band is null or (direction = 'neutral' and band != 'within') then null
            when band = 'within' then 'in line'
            when (band = 'above') = (direction = 'up_is_good') then 'better'
            else 'worse'
        end as standing,
        case
            when value is null then 'the metric has no value in this period'
            when direction = 'neutral' and band != 'within' then 'neither more nor less of it is better'
        end as reason,

        -- the source
        source_title,
        source_address,
        source_year,
        comparability,

        is_complete

    from joined

)

select * from final
