-- The last value of each metric of the whole company in a month, and in the month (or quarter) before.
with

metric_values as (

    select * from {{ ref('metric_values') }}
    where breakdown = 'total' and is_complete and value is not null

),

catalog as (

    select * from {{ ref('metric_catalog') }}

),

by_month as (

    select
        catalog.metric_name,
        catalog.metric_version,
        catalog.label,
        catalog.tier,
        catalog.unit,
        catalog.direction,
        catalog.owner,
        metric_values.period_grain,
        metric_values.period_start,
        metric_values.value,
        cast({{ dbt.date_trunc('month', 'metric_values.period_start') }} as date) as month_start

    from metric_values

    inner join catalog
        on metric_values.metric_name = catalog.metric_name
        and metric_values.metric_version = catalog.metric_version

),

ranked as (

    select
        *,
        row_number() over (partition by metric_name, month_start order by period_start desc) as recency

    from by_month

),

last_of_month as (

    select
        *,
        cast(case
            when period_grain = 'quarter' then {{ dbt.dateadd('month', -3, 'month_start') }}
            else {{ dbt.dateadd('month', -1, 'month_start') }}
        end as date) as previous_month_start

    from ranked

    where recency = 1

)

select
    this_month.month_start,
    this_month.metric_name,
    this_month.metric_version,
    this_month.label,
    this_month.tier,
    this_month.unit,
    this_month.direction,
    this_month.owner,
    this_month.period_grain,
    this_month.period_start,
    this_month.value,
    month_before.value as previous_value,
    this_month.value - month_before.value as change

from last_of_month as this_month

left join last_of_month as month_before
    on this_month.metric_name = month_before.metric_name
    and this_month.previous_month_start = month_before.month_start
