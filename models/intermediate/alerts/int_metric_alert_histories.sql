-- What came before each tested value: never more than its rule says, and never the value itself.
with

alert_values as (

    select * from {{ ref('int_metric_alert_values') }}
    where tested_value is not null

),

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

final as (

    select
        medians.alert_id,
        medians.history_count,
        medians.history_median,
        deviations.history_mad

    from medians

    inner join deviations
        on medians.alert_id = deviations.alert_id

)

select * from final
