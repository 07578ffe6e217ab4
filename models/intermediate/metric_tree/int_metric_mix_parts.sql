-- Numerator and denominator of every ratio, by value of a breakdown, in a period and in the one before. A value that is
-- absent in one of the two counts as 0 there.
with

ratios as (

    select
        metric_name,
        case when unit = 'currency' then 6 else 12 end as places

    from {{ ref('metric_catalog') }}
    where metric_type = 'ratio'

),

ratio_values as (

    select
        metric_values.metric_name,
        metric_values.metric_version,
        metric_values.period_grain,
        metric_values.period_start,
        metric_values.breakdown,
        metric_values.breakdown_value,
        metric_values.value,
        metric_values.numerator,
        metric_values.denominator,
        metric_values.is_complete,
        ratios.places

    from {{ ref('metric_values') }} as metric_values

    inner join ratios
        on metric_values.metric_name = ratios.metric_name

),

totals as (

    select
        *,
        lag(period_start) over total_history as previous_period_start,
        lag(value) over total_history as previous_value

    from ratio_values
    where breakdown = 'total'

    window total_history as (partition by metric_name, metric_version order by period_start)

),

both_periods as (

    select
        metric_name,
        metric_version,
        period_start,
        breakdown,
        breakdown_value,
        numerator,
        denominator,
        0 as previous_numerator,
        0 as previous_denominator

    from ratio_values

    union all

    select
        ratio_values.metric_name,
        ratio_values.metric_version,
        totals.period_start,
        ratio_values.breakdown,
        ratio_values.breakdown_value,
        0 as numerator,
        0 as denominator,
        ratio_values.numerator as previous_numerator,
        ratio_values.denominator as previous_denominator

    from ratio_values

    inner join totals
        on ratio_values.metric_name = totals.metric_name
        and ratio_values.metric_version = totals.metric_version
        and ratio_values.period_start = totals.previous_period_start

),

summed as (

    select
        metric_name,
        metric_version,
        period_start,
        breakdown,
        breakdown_value,
        sum(coalesce(numerator, 0)) as numerator,
        sum(coalesce(denominator, 0)) as denominator,
        sum(coalesce(previous_numerator, 0)) as previous_numerator,
        sum(coalesce(previous_denominator, 0)) as previous_denominator,
        count(case when denominator > 0 and numerator is null then 1 end)
        + count(case when previous_denominator > 0 and previous_numerator is null then 1 end) > 0 as lacks_a_numerator

    from both_periods
    where breakdown != 'total'

    group by 1, 2, 3, 4, 5

),

final as (

    select
        summed.metric_name,
        summed.metric_version,
        totals.period_grain,
        summed.period_start,
        summed.breakdown,
        summed.breakdown_value,
        totals.value as total_value,
        totals.previous_value as previous_total_value,
        summed.numerator,
        summed.denominator,
        summed.previous_numerator,
        summed.previous_denominator,
        case
            when totals.previous_period_start is null then 'no period before'
            when totals.value is null then summed.metric_name || ' has no value'
            when totals.previous_value is null then summed.metric_name || ' had no value before'
            when summed.lacks_a_numerator then summed.breakdown_value || ' has no numerator'
        end as value_reason,
        totals.places,
        totals.is_complete

    from summed

    inner join totals
        on summed.metric_name = totals.metric_name
        and summed.metric_version = totals.metric_version
        and summed.period_start = totals.period_start

)

select * from final
