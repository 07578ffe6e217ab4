{#- Stops the build, with an explanation, at the first row that is not a valid rule. Text that is not a number becomes
    -1, which is never valid. -#}
with

rules as (

    select
        {% for column, type in [
            ('threshold', 'double'), ('history_count', 'integer'), ('minimum_history_count', 'integer'),
            ('zero_spread_change', 'double'),
        ] %}
            coalesce(
                try_cast({{ text_value(column) }} as {{ type }}), case when trim({{ column }}) != '' then -1 end
            ) as {{ column }},
        {% endfor %}
        {{ text_value('metric_name') }} as metric_name,
        {{ text_value('period_grain') }} as period_grain,
        {{ text_value('breakdown') }} as breakdown,
        {{ text_value('measure') }} as measure,
        {{ text_value('seasonality') }} as seasonality,
        {{ text_value('direction') }} as direction

    from {{ ref('metric_alert_rules') }}

    where coalesce({{ text_value('metric_name') }}, '') not in ({{ metrics_of_shut_rooms() }})

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
        -- One null makes all of it null.
        (
            rules.measure || rules.seasonality || rules.direction || rules.threshold || rules.history_count
            || rules.minimum_history_count || rules.zero_spread_change
        ) is null as is_any_cell_blank,
        metric_catalog.metric_name is not null or rules.metric_name = '*' as is_known,
        published.metric_name is not null as is_broken_down,
        metric_grains.period_grain as metric_grain,
        coalesce(rules.history_count, grain_rules.history_count) as full_history_count,
        coalesce(rules.minimum_history_count, grain_rules.minimum_history_count) as least_history_count,
        count(*) over (partition by rules.metric_name, rules.breakdown, rules.period_grain) as same_row_count,
        count(distinct case when rules.metric_name = '*' then rules.period_grain end) over () as default_count

    from rules

    left join metric_catalog
        on rules.metric_name = metric_catalog.metric_name

    left join published
        on rules.metric_name = published.metric_name
        and rules.breakdown = published.breakdown

    -- Everything published has a total.
    left join published as metric_grains
        on rules.metric_name = metric_grains.metric_name
        and metric_grains.breakdown = 'total'

    left join rules as grain_rules
        on grain_rules.metric_name = '*'
        and metric_grains.period_grain = grain_rules.period_grain

),

with_problems as (

    select
        *,
        case
            when not coalesce(is_known, false)
                then 'column metric_name: no metric has this name; write one of metric_catalog, or * for the default'
            when is_default and coalesce(period_grain, '') not in ('day', 'week', 'month', 'quarter')
                then 'column period_grain: write day, week, month or quarter'
            when is_default and default_count < 4
                then 'column period_grain: write a row of * for each of day, week, month and quarter'
            when not is_default and period_grain is not null
                then 'column period_grain: leave it blank; the metric has one grain'
            when breakdown is null or (is_default and breakdown != 'total')
                then 'column breakdown: write total' || case when is_default then '' else ', or a breakdown' end
            when metric_grain is not null and not is_broken_down
                then 'column breakdown: the metric is not published by ' || breakdown
            when same_row_count > 1 then 'column metric_name: it has two rows for this breakdown; write one'
            when is_default and is_any_cell_blank then 'column metric_name: a row of * leaves no cell blank'
            when measure not in ('value', 'change_rate', 'year_change_rate')
                then 'column measure: write value, change_rate or year_change_rate'
            when seasonality not in ('weekday', 'none') then 'column seasonality: write weekday or none'
            when seasonality = 'weekday' and coalesce(metric_grain, period_grain) != 'day'
                then 'column seasonality: write none; only days have weekdays'
            when direction not in ('both', 'up', 'down', 'none') then 'column direction: write both, up, down or none'
            when threshold not between 1 and 100 then 'column threshold: write a number from 1 to 100'
            when history_count not between 14 and 1000 then 'column history_count: write a whole number from 14 to 1000'
            when minimum_history_count < 14 then 'column minimum_history_count: write a whole number from 14 on'
            when least_history_count > full_history_count or minimum_history_count > history_count
                then 'column minimum_history_count: write a number that is not above history_count'
            when zero_spread_change <= 0 then 'column zero_spread_change: write a share above 0, such as 0.5'
        end as problem

    from joined

),

checked as (

    select
        *,
        {{ sound_or_stop('problem', "
            'metric_alert_rules.csv, row ' || coalesce(metric_name, '(none)') || ' '
            || coalesce(period_grain || ' ', '') || coalesce(breakdown, '(none)') || ', ' || problem
        ") }} as is_sound

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
