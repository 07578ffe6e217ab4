with

answers as (

    select * from {{ ref('nps_answers') }}

),

months as (

    select * from {{ ref('months') }}

),

-- Which answers count is decided for each grain separately: a quarter is not the sum of its months.
counted as (

    select
        *,
        'month' as period_grain,
        month_start as period_start
    from answers
    where is_counted

    union all

    select
        *,
        'quarter' as period_grain,
        quarter_start as period_start
    from answers
    where is_counted_in_quarter

),

by_breakdown as (

    select
        period_grain,
        period_start,
        {{ breakdown_columns(['role']) }},
        count(case when score >= 9 then 1 end) as promoter_count,
        count(case when score between 7 and 8 then 1 end) as passive_count,
        count(case when score <= 6 then 1 end) as detractor_count,
        count(*) as response_count

    from counted

    group by {{ breakdown_sets(['period_grain', 'period_start'], ['role']) }}

),

breakdown_values as (

    select distinct
        breakdown,
        breakdown_value
    from by_breakdown

),

periods as (

    select
        'month' as period_grain,
        month_start as period_start,
        is_complete
    from months

    union all

    -- A quarter is over when its last month is.
    select
        'quarter' as period_grain,
        cast({{ dbt.date_trunc('quarter', 'month_start') }} as date) as period_start,
        max(case when is_complete and extract(month from month_start) in (3, 6, 9, 12) then 1 else 0 end) = 1
            as is_complete
    from months
    group by cast({{ dbt.date_trunc('quarter', 'month_start') }} as date)

),

first_periods as (

    select
        period_grain,
        min(period_start) as first_period
    from by_breakdown
    group by period_grain

),

-- A period without answers is a row with zeros.
every_period as (

    select
        periods.period_grain,
        periods.period_start,
        breakdown_values.breakdown,
        breakdown_values.breakdown_value,
        coalesce(by_breakdown.promoter_count, 0) as promoter_count,
        coalesce(by_breakdown.passive_count, 0) as passive_count,
        coalesce(by_breakdown.detractor_count, 0) as detractor_count,
        coalesce(by_breakdown.response_count, 0) as response_count,
        periods.is_complete

    from periods

    inner join first_periods
        on periods.period_grain = first_periods.period_grain
        and periods.period_start >= first_periods.first_period

    cross join breakdown_values

    left join by_breakdown
        on periods.period_grain = by_breakdown.period_grain
        and periods.period_start = by_breakdown.period_start
        and breakdown_values.breakdown = by_breakdown.breakdown
        and breakdown_values.breakdown_value = by_breakdown.breakdown_value

),

with_shares as (

    select
        *,
        cast(promoter_count as double) / nullif(response_count, 0) as promoter_share,
        cast(detractor_count as double) / nullif(response_count, 0) as detractor_share

    from every_period

)

select
    period_grain,
    period_start,
    breakdown,
    breakdown_value,
    promoter_count,
    passive_count,
    detractor_count,
    response_count,
    100.0 * (promoter_count - detractor_count) / nullif(response_count, 0) as nps,

    -- Half the 95 % interval; the variance divides by n.
    case
        when response_count >= 30
            then 1.96 * 100 * sqrt(
                (promoter_share + detractor_share - power(promoter_share - detractor_share, 2)) / response_count
            )
    end as margin_of_error,
    is_complete

from with_shares
