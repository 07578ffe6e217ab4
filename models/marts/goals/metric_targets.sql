with

goals as (

    select * from {{ ref('int_metric_goals') }}

),

metric_values as (

    select
        *,
        case period_grain
            when 'day' then {{ dbt.dateadd('day', 1, 'period_start') }}
            when 'week' then {{ dbt.dateadd('day', 7, 'period_start') }}
            when 'quarter' then {{ dbt.dateadd('month', 3, 'period_start') }}
            else {{ dbt.dateadd('month', 1, 'period_start') }}
        end as next_period_start

    from {{ ref('metric_values') }}
    where is_complete and value is not null

),

-- The periods within the target's, and the last one that ended before it.
joined as (

    select
        goals.metric_name,
        goals.breakdown,
        goals.breakdown_value,
        goals.team,
        goals.kind,
        goals.period_start,
        goals.period_end,
        goals.target,
        goals.direction,
        metric_values.period_start as value_start,
        cast(metric_values.next_period_start as date) as value_end,
        metric_values.value,
        metric_values.next_period_start <= goals.period_start as is_before

    from goals

    left join metric_values
        on goals.metric_name = metric_values.metric_name
        and goals.breakdown = metric_values.breakdown
        and goals.breakdown_value = metric_values.breakdown_value
        and goals.period_end >= metric_values.next_period_start
        and (
            goals.period_start <= metric_values.period_start
            or goals.period_start >= metric_values.next_period_start
        )

),

summed as (

    select
        metric_name,
        breakdown,
        breakdown_value,
        team,
        kind,
        period_start,
        period_end,
        target,
        direction,
        count(case when not is_before then 1 end) as counted_period_count,
        max(case when not is_before then value_end end) as counted_until,
        max(case when is_before then value_start end) as last_before,
        max(case when not is_before then value_start end) as last_counted,
        cast(sum(case when not is_before then cast(value as decimal(38, 6)) end) as double) as counted_total

    from joined

    group by 1, 2, 3, 4, 5, 6, 7, 8, 9

),

with_values as (

    select
        summed.*,
        case
            when summed.kind = 'level' then before_values.value
            else cast(0 as double)
        end as start_value,
        case when summed.kind = 'level' then counted_values.value else summed.counted_total end as actual_value,
        cast({{ dbt.datediff('summed.period_start', 'summed.counted_until', 'day') }} as double)  -- noqa: LT05
        / {{ dbt.datediff('summed.period_start', 'summed.period_end', 'day') }} as elapsed_share  -- noqa: LT05

    from summed

    left join metric_values as before_values
        on summed.metric_name = before_values.metric_name
        and summed.breakdown = before_values.breakdown
        and summed.breakdown_value = before_values.breakdown_value
        and summed.last_before = before_values.period_start

    left join metric_values as counted_values
        on summed.metric_name = counted_values.metric_name
        and summed.breakdown = counted_values.breakdown
        and summed.breakdown_value = counted_values.breakdown_value
        and summed.last_counted = counted_values.period_start

),

with_forecast as (

    select
        *,
        start_value + elapsed_share * (target - start_value) as pace_value,
        start_value + (actual_value - start_value) / nullif(elapsed_share, 0) as forecast_value,
        case direction when 'down_is_good' then -1 else 1 end as sense

    from with_values

),

final as (

    select
        -- grain
        metric_name,
        breakdown,
        breakdown_value,
        team,
        period_start,
        period_end,

        -- the target
        kind,
        direction,
        target,

        -- so far
        start_value,
        actual_value,
        counted_period_count,
        counted_until,
        elapsed_share,
        actual_value / nullif(target, 0) as attainment,
        pace_value,
        actual_value - pace_value as pace_difference,
        forecast_value,
        case
            when actual_value is null then 'no period yet'
            when counted_until = period_end and (actual_value - target) * sense >= 0 then 'reached'
            when counted_until = period_end then 'missed'
            when pace_value is null then 'no value before'
            when (actual_value - pace_value) * sense >= 0 then 'on pace'
            else 'behind'
        end as target_status

    from with_forecast

)

select * from final
