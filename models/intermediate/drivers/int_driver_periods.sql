-- The periods that verdicts are about: each calendar year, and all of them together.
with

months as (

    select * from {{ ref('months') }}

),

metric_months as (

    select * from {{ ref('int_metric_months') }}

),

known as (

    select min(month_start) as first_month from metric_months

),

with_period as (

    select
        months.month_start,
        months.is_complete,
        cast(extract(year from months.month_start) as varchar) as period

    from months

    inner join known
        on months.month_start >= known.first_month

),

year_and_all as (

    select
        period,
        month_start,
        is_complete
    from with_period

    union all

    select
        'all' as period,
        month_start,
        is_complete
    from with_period
    where is_complete

)

select
    period,
    min(month_start) as first_month,
    max(month_start) as last_month,
    -- A year that as_of cuts lacks months, or has one that is not over.
    period = 'all'
    or (max(extract(month from month_start)) = 12 and min(case when is_complete then 1 else 0 end) = 1) as is_complete

from year_and_all

group by 1
