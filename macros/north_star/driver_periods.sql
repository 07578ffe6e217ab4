{# The periods that verdicts are about: each calendar year from the first month on in which a metric of a hypothesis is
   known, and all complete months together. The CTE `periods` of a model that has `months` and `metric_months`. #}
{% macro driver_periods() %}
known_months as (

    select
        months.month_start,
        months.is_complete,
        cast(extract(year from months.month_start) as varchar) as calendar_year

    from months

    where months.month_start >= (select min(metric_months.month_start) from metric_months)

),

months_by_period as (

    select
        calendar_year as period,
        month_start,
        is_complete
    from known_months

    union all

    select
        'all' as period,
        month_start,
        is_complete
    from known_months
    where is_complete

),

periods as (

    select
        period,
        min(month_start) as first_month,
        max(month_start) as last_month,
        -- A year that as_of cuts lacks months, or has one that is not over.
        period = 'all'
        or (max(extract(month from month_start)) = 12 and min(case when is_complete then 1 else 0 end) = 1)
            as is_complete

    from months_by_period

    group by period

)
{% endmacro %}
