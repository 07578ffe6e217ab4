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

final as (

    select
        metric_name,
        metric_version,
        value_column,
        period_grain,
        period_start,
        breakdown,
        breakdown_value,
        value,
        lag(value) over value_history as previous_value,
        lag(period_start) over value_history as previous_period_start,
        is_complete

    from picked

    window
        value_history as (
            partition by metric_name, metric_version, value_column, period_grain, breakdown, breakdown_value
            order by period_start
        )

)

select * from final
