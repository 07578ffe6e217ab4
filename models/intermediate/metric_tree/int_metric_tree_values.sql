-- What the tree's metrics and parts of metrics were in each period and in the one before.
with

edges as (

    select * from {{ ref('int_metric_tree_edges') }}

),

metric_values as (

    select * from {{ ref('metric_values') }}

),

parts as (

    select
        parent_metric as metric_name,
        'value' as value_column

    from edges

    union distinct

    select
        child_source as metric_name,
        child_column as value_column

    from edges

),

picked as (

    select
        metric_values.metric_name,
        metric_values.metric_version,
        parts.value_column,
        metric_values.period_grain,
        metric_values.period_start,
        metric_values.breakdown,
        metric_values.breakdown_value,
        case parts.value_column
            when 'numerator' then metric_values.numerator
            when 'denominator' then metric_values.denominator
            else metric_values.value
        end as value,  -- noqa: RF04
        metric_values.is_complete

    from metric_values

    inner join parts
        on metric_values.metric_name = parts.metric_name

),

periods as (

    select
        metric_name,
        metric_version,
        value_column,
        period_start,
        lag(period_start) over (partition by metric_name, metric_version, value_column order by period_start)
            as previous_period_start

    from picked
    where breakdown = 'total'

),

with_last_row as (

    select
        *,
        lag(value) over value_history as last_row_value,
        lag(period_start) over value_history as last_period_start

    from picked

    window
        value_history as (
            partition by metric_name, metric_version, value_column, period_grain, breakdown, breakdown_value
            order by period_start
        )

),

-- The last row of a breakdown value may be older than the period before: cohorts have rows only where somebody came.
final as (

    select
        with_last_row.metric_name,
        with_last_row.metric_version,
        with_last_row.value_column,
        with_last_row.period_grain,
        with_last_row.period_start,
        with_last_row.breakdown,
        with_last_row.breakdown_value,
        with_last_row.value,
        case
            when with_last_row.last_period_start = periods.previous_period_start then with_last_row.last_row_value
        end as previous_value,
        periods.previous_period_start,
        with_last_row.is_complete

    from with_last_row

    inner join periods
        on with_last_row.metric_name = periods.metric_name
        and with_last_row.metric_version = periods.metric_version
        and with_last_row.value_column = periods.value_column
        and with_last_row.period_start = periods.period_start

)

select * from final
