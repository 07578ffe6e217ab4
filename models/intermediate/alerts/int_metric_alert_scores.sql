-- How far each value is from what the values before it lead us to expect: their median, give or take the threshold
-- times 1.4826 MAD, which is the standard deviation if values are normal.
with

alert_values as (

    select * from {{ ref('int_metric_alert_values') }}

),

-- The values before each tested one: never more than its rule says, and never the value itself.
history as (

    select
        alert_values.alert_id,
        earlier.tested_value

    from alert_values

    inner join alert_values as earlier
        on alert_values.series_id = earlier.series_id
        and alert_values.season = earlier.season
        and alert_values.season_number > earlier.season_number
        and alert_values.season_number - alert_values.full_history_count <= earlier.season_number

    where alert_values.tested_value is not null and earlier.tested_value is not null

),

medians as (

    select
        alert_id,
        count(*) as history_count,
        percentile_cont(0.5) within group (order by tested_value) as history_median

    from history

    group by alert_id

),

deviations as (

    select
        history.alert_id,
        percentile_cont(0.5) within group (order by abs(history.tested_value - medians.history_median)) as history_mad

    from history

    inner join medians
        on history.alert_id = medians.alert_id

    group by history.alert_id

),

joined as (

    select
        alert_values.*,
        coalesce(medians.history_count, 0) as history_count,
        case when medians.history_count >= alert_values.minimum_history_count then medians.history_median end
            as history_median,
        case when medians.history_count >= alert_values.minimum_history_count then deviations.history_mad end
            as history_mad

    from alert_values

    left join medians
        on alert_values.alert_id = medians.alert_id

    left join deviations
        on alert_values.alert_id = deviations.alert_id

),

with_expected as (

    select
        *,
        -- Rounding errors are not a spread.
        history_mad > 1e-9 * abs(history_median) + 1e-12 as has_spread,
        case when measure = 'value' then 1 else abs(base_value) end as unit_value,
        case
            when measure = 'value' then history_median
            else base_value + abs(base_value) * history_median
        end as expected_value

    from joined

),

with_tolerance as (

    select
        *,
        case when has_spread then (tested_value - history_median) / (1.4826 * history_mad) end as robust_z,
        (value - expected_value) / nullif(abs(expected_value), 0) as deviation_rate,
        case
            when has_spread then threshold * 1.4826 * history_mad * unit_value
            else zero_spread_change * nullif(abs(expected_value), 0)
        end as tolerance

    from with_expected

),

with_ratio as (

    select
        *,
        case
            when has_spread then abs(robust_z) / threshold
            else abs(deviation_rate) / zero_spread_change
        end as threshold_ratio,
        case
            when watched_direction = 'none' then 'not watched'
            when value is null then 'no value'
            when tested_value is null then 'nothing to compare with'
            when history_count < minimum_history_count then 'too little history'
            when not has_spread and expected_value = 0 then 'no spread around 0'
            when not has_spread then 'no spread'
        end as reason

    from with_tolerance

),

final as (

    select
        *,
        case
            when threshold_ratio > 1 and value > expected_value and watched_direction in ('both', 'up') then 'up'
            when threshold_ratio > 1 and value < expected_value and watched_direction in ('both', 'down') then 'down'
        end as anomaly_direction

    from with_ratio

)

select
    alert_id,
    series_id,
    metric_name,
    metric_version,
    period_grain,
    period_start,
    period_end,
    period_number,
    breakdown,
    breakdown_value,
    measure,
    watched_direction,
    threshold,
    value,
    expected_value,
    case when watched_direction in ('both', 'down') then expected_value - tolerance end as lower_value,
    case when watched_direction in ('both', 'up') then expected_value + tolerance end as upper_value,
    value - expected_value as deviation,
    deviation_rate,
    history_count,
    robust_z,
    threshold_ratio,
    reason,
    anomaly_direction

from final
