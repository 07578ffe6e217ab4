{#- Stops the build, in words, at the first row that is no rule. -#}
with

rules as (

    select
        {{ text_value('metric_name') }} as metric_name,
        {{ text_value('period_grain') }} as period_grain,
        {{ text_value('breakdown') }} as breakdown,
        {{ text_value('measure') }} as measure,
        {{ text_value('seasonality') }} as seasonality,
        {{ text_value('direction') }} as direction,
        {{ text_value('threshold') }} as threshold_text,
        {{ text_value('history_count') }} as history_count_text,
        {{ text_value('minimum_history_count') }} as minimum_history_count_text,
        {{ text_value('zero_spread_change') }} as zero_spread_change_text,
        try_cast({{ text_value('threshold') }} as double) as threshold,
        try_cast({{ text_value('history_count') }} as integer) as history_count,
        try_cast({{ text_value('minimum_history_count') }} as integer) as minimum_history_count,
        try_cast({{ text_value('zero_spread_change') }} as double) as zero_spread_change

    from {{ ref('metric_alert_rules') }}

),

metric_catalog as (

    select * from {{ ref('metric_catalog') }}

),

published as (

    select distinct
        metric_name,
        period_grain,
        breakdown

    from {{ ref('metric_values') }}

),

joined as (

    select
        rules.*,
        rules.metric_name = '*' as is_default,
        metric_catalog.metric_name is not null or rules.metric_name = '*' as is_known,
        published.metric_name is not null as is_broken_down,
        grains.period_grain as metric_grain,
        defaults.seasonality as default_seasonality,
        coalesce(rules.history_count, defaults.history_count) as full_history_count,
        coalesce(rules.minimum_history_count, defaults.minimum_history_count) as least_history_count,
        count(*) over (partition by rules.metric_name, rules.breakdown, rules.period_grain) as row_count,
        count(distinct case when rules.metric_name = '*' then rules.period_grain end) over () as default_count

    from rules

    left join metric_catalog
        on rules.metric_name = metric_catalog.metric_name

    left join published
        on rules.metric_name = published.metric_name
        and rules.breakdown = published.breakdown

    -- What is published has a total, whatever else it has.
    left join published as grains
        on rules.metric_name = grains.metric_name
        and grains.breakdown = 'total'

    left join rules as defaults
        on defaults.metric_name = '*'
        and grains.period_grain = defaults.period_grain

),

with_problems as (

    select
        *,
        case
            when not coalesce(is_known, false)
                then 'column metric_name: no metric has this name; write one of metric_catalog, or * for the default'
            when is_default and (period_grain is null or period_grain not in ('day', 'week', 'month', 'quarter'))
                then 'column period_grain: write day, week, month or quarter'
            when is_default and default_count < 4
                then 'column period_grain: write a row of * for each of day, week, month and quarter'
            when not is_default and period_grain is not null
                then 'column period_grain: leave it blank; the metric has one grain'
            when breakdown is null or (is_default and breakdown != 'total')
                then 'column breakdown: write total' || case when is_default then '' else ', or a breakdown' end
            when metric_grain is not null and not is_broken_down
                then 'column breakdown: the metric is not published by ' || breakdown
            when row_count > 1 then 'column metric_name: it has two rows for this breakdown; write one'
            when is_default and (
                measure is null or seasonality is null or direction is null or threshold_text is null
                or history_count_text is null or minimum_history_count_text is null or zero_spread_change_text is null
            )
                then 'column metric_name: a row of * leaves no cell blank'
            when measure not in ('value', 'change_rate', 'year_change_rate')
                then 'column measure: write value, change_rate or year_change_rate'
            when seasonality not in ('weekday', 'none') then 'column seasonality: write weekday or none'
            when seasonality = 'weekday' and coalesce(metric_grain, period_grain) != 'day'
                then 'column seasonality: write none; only days have weekdays'
            when direction not in ('both', 'up', 'down', 'none')
                then 'column direction: write both, up, down or none'
            when threshold_text is not null and (threshold is null or not threshold between 1 and 100)
                then 'column threshold: write a number from 1 to 100'
            when history_count_text is not null and (history_count is null or not history_count between 14 and 1000)
                then 'column history_count: write a whole number from 14 to 1000'
            when minimum_history_count_text is not null
                and (minimum_history_count is null or minimum_history_count < 14)
                then 'column minimum_history_count: write a whole number from 14 on'
            when least_history_count > full_history_count or minimum_history_count > history_count
                then 'column minimum_history_count: write a number that is not above history_count'
            when zero_spread_change_text is not null and (zero_spread_change is null or zero_spread_change <= 0)
                then 'column zero_spread_change: write a share above 0, such as 0.5'
        end as problem

    from joined

),

checked as (

    select
        *,
        case
            when problem is not null
                then error(
                    'metric_alert_rules.csv, row ' || coalesce(metric_name, '(none)') || ' '
                    || coalesce(period_grain || ' ', '') || coalesce(breakdown, '(none)') || ', ' || problem
                )
            else true
        end as is_sound

    from with_problems

)

select
    metric_name,
    period_grain,
    breakdown,
    measure,
    seasonality,
    direction,
    threshold,
    history_count,
    minimum_history_count,
    zero_spread_change

from checked

where is_sound
