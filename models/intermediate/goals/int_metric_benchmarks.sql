{#- Stops the build, with an explanation, at the first row that is not a valid benchmark. -#}
with

benchmarks as (

    select
        {{ text_value('metric_name') }} as metric_name,
        {{ text_value('benchmark_name') }} as benchmark_name,
        {{ text_value('peer_group') }} as peer_group,
        {{ text_value('lower_bound') }} as lower_text,
        {{ text_value('upper_bound') }} as upper_text,
        {{ text_value('unit') }} as unit,
        {{ text_value('measured_over') }} as measured_over,
        {{ text_value('source_title') }} as source_title,
        {{ text_value('source_address') }} as source_address,
        {{ text_value('source_year') }} as year_text,
        {{ text_value('comparability') }} as comparability,
        try_cast({{ text_value('lower_bound') }} as double) as lower_bound,
        try_cast({{ text_value('upper_bound') }} as double) as upper_bound,
        try_cast({{ text_value('source_year') }} as integer) as source_year

    from {{ ref('metric_benchmark_bands') }}

    where coalesce({{ text_value('metric_name') }}, '') not in ({{ metrics_of_shut_rooms() }})

),

-- Every published metric has values to compare with a benchmark.
published as (

    select
        metric_name,
        unit,
        direction,
        coalesce(measured_over, 'none') as measured_over

    from {{ ref('metric_catalog') }}

    where metric_name in (
        {% for name in published_metrics() | sort %}
            {{ sql_text(name) }}{{ ',' if not loop.last }}
        {% endfor %}
        {{ "''" if not execute }}
    )

),

joined as (

    select
        benchmarks.*,
        published.direction,
        published.unit as metric_unit,
        published.measured_over as metric_measured_over,
        count(*) over (partition by benchmarks.metric_name, benchmarks.benchmark_name) as name_count

    from benchmarks

    left join published
        on benchmarks.metric_name = published.metric_name

),

with_problems as (

    select
        *,
        case
            when direction is null then 'column metric_name: no metric that is published has this name'
            when benchmark_name is null then 'column benchmark_name: write a name for it'
            when name_count > 1 then 'column benchmark_name: the metric has this name twice; write another'
            when source_title is null
                then
                    'column source_title: a benchmark without source is none; write what you read, and whom it'
                    || ' quotes'
            when source_address is null
                then 'column source_address: a benchmark without source is none; write its address or publication'
            when year_text is not null and (source_year is null or source_year not between 1900 and 2100)
                then 'column source_year: write a year such as 2024, or leave it blank'
            when peer_group is null then 'column peer_group: write whose numbers these are'
            when comparability is null
                then 'column comparability: write what to keep in mind when the two are held side by side'
            when lower_text is null and upper_text is null
                then 'column lower_bound: no number; write where the band begins, ends or both'
            when lower_text is not null and lower_bound is null
                then 'column lower_bound: write a number, or leave it blank'
            when upper_text is not null and upper_bound is null
                then 'column upper_bound: write a number, or leave it blank'
            when lower_bound > upper_bound then 'column upper_bound: the band ends before it begins; swap the two'
            when unit is null or unit != metric_unit
                then
                    'column unit: the metric is in ' || metric_unit || '; write the bounds and the unit so'
                    || case when metric_unit = 'share' then ', 5 % as 0.05' else '' end
            when measured_over is null or measured_over != metric_measured_over
                then
                    'column measured_over: the metric says ' || metric_measured_over || ', the benchmark '
                    || coalesce(measured_over, 'nothing') || '; numbers over different times are not compared,'
                    || ' write a metric and a benchmark of the same'
        end as problem

    from joined

),

checked as (

    select
        *,
        {{ sound_or_stop('problem', "
            'metric_benchmark_bands.csv, row ' || coalesce(metric_name, '(none)') || ', '
            || coalesce(benchmark_name, '(none)') || ', ' || problem
        ") }} as is_sound

    from with_problems

)

select
    metric_name,
    benchmark_name,
    peer_group,
    lower_bound,
    upper_bound,
    unit,
    direction,
    measured_over,
    source_title,
    source_address,
    source_year,
    comparability

from checked

where is_sound
