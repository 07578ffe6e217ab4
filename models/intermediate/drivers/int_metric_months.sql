-- Each metric of a hypothesis, month by month, for the whole company. A daily or weekly metric has the last value whose
-- period began in the month.
with

influencers as (

    select * from {{ ref('int_metric_influencers') }}

),

metric_values as (

    select * from {{ ref('metric_values') }}
    where breakdown = 'total' and is_complete

),

months as (

    select * from {{ ref('months') }}
    where is_complete

),

metrics as (

    select outcome_metric as metric_name from influencers

    union distinct

    select influencer_metric from influencers

),

by_month as (

    select
        metric_values.metric_name,
        months.month_start,
        metric_values.value as metric_value,
        row_number() over (
            partition by metric_values.metric_name, months.month_start order by metric_values.period_start desc
        ) as number_from_last

    from metric_values

    inner join metrics
        on metric_values.metric_name = metrics.metric_name

    inner join months
        on cast({{ dbt.date_trunc('month', 'metric_values.period_start') }} as date) = months.month_start

)

select
    metric_name,
    month_start,
    metric_value

from by_month

where number_from_last = 1 and metric_value is not null
