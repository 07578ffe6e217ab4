{#- Every published number in one long table. Which metrics there are, where each is published (for which horizon,
    entity, window, for which breakdowns if not for all) and what its numerator and denominator are, there or by a name of their own, comes from the metrics' YAML. -#}
{%- for mart in models_of_open_rooms('published') %}
-- depends_on: {{ ref(mart) }}
{%- endfor %}
with

catalog as (

    select * from {{ ref('metric_catalog') }}

),

published as (

    {% for metric in enough_to_lint(published_metrics().values() | list) %}
        {%- set meta = metric.config.meta %}
        {%- set period_column = period_column_of(meta.mart) %}
        {%- set grains = {'month_start': 'month', 'cohort_month': 'month', 'date_day': 'day'} %}
        {%- set period_grain = meta.get('period_grain', grains.get(period_column)) %}
        {%- set parts = {'numerator': 'null', 'denominator': 'null'} %}
        {%- if metric.type == 'ratio' %}
            {%- for part in parts %}
                {%- set input = graph.metrics['metric.' ~ project_name ~ '.' ~ metric.type_params[part].name] %}
                {%- do parts.update({part: meta.get(part, input.config.meta.column)}) %}
            {%- endfor %}
        {%- endif %}
        select
            {{ sql_text(metric.name) }} as metric_name,
            {{ sql_text(period_grain) if period_grain else 'window_unit' }} as period_grain,
            {{ period_column }} as period_start,  -- noqa: AL09
            breakdown,
            breakdown_value,
            cast({{ meta.column }} as double) as value,
            cast({{ parts['numerator'] }} as double) as numerator,
            cast({{ parts['denominator'] }} as double) as denominator,
            is_complete

        from {{ ref(meta.mart) }}
        {%- set conditions = conditions_of(meta) %}
        {%- if meta.breakdowns %}
            {%- do conditions.append("breakdown in ('" ~ meta.breakdowns | join("', '") ~ "')") %}
        {%- endif %}
        {% if conditions %}
            where {{ conditions | join(' and ') }}
        {% endif %}
        {{ 'union all' if not loop.last }}
    {% endfor %}

),

versioned as (

    select
        published.*,
        catalog.metric_version

    from published

    inner join catalog
        on published.metric_name = catalog.metric_name

),

with_previous as (

    select
        *,
        lag(value) over (
            partition by metric_name, metric_version, breakdown, breakdown_value order by period_start
        ) as previous_value

    from versioned

),

final as (

    select
        -- grain
        metric_name,
        metric_version,
        period_grain,
        period_start,
        breakdown,
        breakdown_value,

        -- value
        value,
        numerator,
        denominator,
        previous_value,
        value - previous_value as change,
        (value - previous_value) / nullif(abs(previous_value), 0) as change_rate,

        is_complete

    from with_previous

)

select * from final
