-- Watched metrics, with the number that is tested for each complete period.
with

complete_values as (

    select * from {{ ref('metric_values') }}
    where is_complete

),

default_rules as (

    select * from {{ ref('int_metric_alert_rules') }}
    where metric_name = '*'

),

own_rules as (

    select * from {{ ref('int_metric_alert_rules') }}
    where metric_name != '*'

),

watched as (

    select
        complete_values.metric_name,
        complete_values.metric_version,
        complete_values.period_grain,
        complete_values.period_start,
        complete_values.breakdown,
        complete_values.breakdown_value,
        complete_values.value,
        coalesce(own_rules.measure, default_rules.measure) as measure,
        coalesce(own_rules.seasonality, default_rules.seasonality) as seasonality,
        coalesce(own_rules.direction, default_rules.direction) as watched_direction,
        coalesce(own_rules.threshold, default_rules.threshold) as threshold,
        coalesce(own_rules.history_count, default_rules.history_count) as full_history_count,
        coalesce(own_rules.minimum_history_count, default_rules.minimum_history_count) as minimum_history_count,
        coalesce(own_rules.zero_spread_change, default_rules.zero_spread_change) as zero_spread_change

    from complete_values

    inner join default_rules
        on complete_values.period_grain = default_rules.period_grain

    left join own_rules
        on complete_values.metric_name = own_rules.metric_name
        and complete_values.breakdown = own_rules.breakdown

    where complete_values.breakdown = 'total' or own_rules.metric_name is not null

),

with_dates as (

    select
        *,

        cast(
            case period_grain
                when 'day' then {{ dbt.dateadd('day', 1, 'period_start') }}
                when 'week' then {{ dbt.dateadd('day', 7, 'period_start') }}
                when 'quarter' then {{ dbt.dateadd('month', 3, 'period_start') }}
                else {{ dbt.dateadd('month', 1, 'period_start') }}
            end as date
        ) as period_end,

        -- A year is 52 weeks where weeks or weekdays must match.
        cast(
            case
                when measure = 'value' then null
                when measure = 'year_change_rate' and period_grain in ('day', 'week')
                    then {{ dbt.dateadd('day', -364, 'period_start') }}
                when measure = 'year_change_rate' then {{ dbt.dateadd('month', -12, 'period_start') }}
                when period_grain = 'day' then {{ dbt.dateadd('day', -1, 'period_start') }}
                when period_grain = 'week' then {{ dbt.dateadd('day', -7, 'period_start') }}
                when period_grain = 'quarter' then {{ dbt.dateadd('month', -3, 'period_start') }}
                else {{ dbt.dateadd('month', -1, 'period_start') }}
            end as date
        ) as base_period_start,

        -- 1970-01-05 was a Monday.
        case
            when seasonality = 'weekday'
                then mod({{ dbt.datediff("cast('1970-01-05' as date)", 'period_start', 'day') }}, 7)
            else 0
        end as season

    from watched

),

with_base as (

    select
        with_dates.*,
        complete_values.value as base_value,
        case
            when with_dates.watched_direction = 'none' then null
            when with_dates.measure = 'value' then with_dates.value
            else (with_dates.value - complete_values.value) / nullif(abs(complete_values.value), 0)
        end as tested_value

    from with_dates

    left join complete_values
        on with_dates.metric_name = complete_values.metric_name
        and with_dates.metric_version = complete_values.metric_version
        and with_dates.breakdown = complete_values.breakdown
        and with_dates.breakdown_value = complete_values.breakdown_value
        and with_dates.base_period_start = complete_values.period_start

),

final as (

    select
        *,
        metric_name || ' ' || cast(metric_version as varchar) || ' ' || breakdown || ' ' || breakdown_value
            as series_id,
        metric_name || ' ' || cast(metric_version as varchar) || ' ' || breakdown || ' ' || breakdown_value || ' '
        || cast(period_start as varchar) as alert_id,
        row_number() over (
            partition by metric_name, metric_version, breakdown, breakdown_value
            order by period_start
        ) as period_number,
        -- Number of values in the season so far; missing values are not counted.
        count(tested_value) over (
            partition by metric_name, metric_version, breakdown, breakdown_value, season
            order by period_start
            rows between unbounded preceding and current row
        ) as season_number

    from with_base

)

select * from final
