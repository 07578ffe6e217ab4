{#- Append-only: a row is written when a closed period has its first number, another number than was published last,
    another version, or none any more. Never updated, and --full-refresh does not drop it. -#}
{{ config(
    materialized='incremental',
    incremental_strategy='append',
    on_schema_change='fail',
    full_refresh=false,
) }}
with

metric_values as (

    select * from {{ ref('metric_values') }}

    where
        is_complete
        and value is not null
        and {{ setting('history_breakdowns') }} in ('all', breakdown)

),

{% if is_incremental() %}
    ranked as (

        select
            *,
            row_number() over (
                partition by metric_name, period_grain, period_start, breakdown, breakdown_value
                order by publication_number desc
            ) as recency

        from {{ this }}

        where {{ setting('history_breakdowns') }} in ('all', breakdown)

    ),

    published as (

        select * from ranked
        where recency = 1

    ),
{% else %}
    published as (

        select
            *,
            0 as publication_number,
            '' as publication_type,
            {{ setting('as_of') }} as as_of

        from metric_values

        where false

    ),
{% endif %}

compared as (

    select
        coalesce(metric_values.metric_name, published.metric_name) as metric_name,
        coalesce(metric_values.metric_version, published.metric_version) as metric_version,
        coalesce(metric_values.period_grain, published.period_grain) as period_grain,
        coalesce(metric_values.period_start, published.period_start) as period_start,
        coalesce(metric_values.breakdown, published.breakdown) as breakdown,
        coalesce(metric_values.breakdown_value, published.breakdown_value) as breakdown_value,
        coalesce(published.publication_number, 0) + 1 as publication_number,
        metric_values.value,
        case
            when published.metric_name is null then 'first'
            when metric_values.metric_name is null
                then
                    case
                        -- As of an earlier day the period is not over yet; that withdraws nothing.
                        when published.as_of > {{ setting('as_of') }} then 'unchanged'
                        when published.publication_type = 'withdrawn' then 'unchanged'
                        else 'withdrawn'
                    end
            when published.publication_type = 'withdrawn' then 'returned'
            -- Sums of doubles differ in their last digits from build to build.
            when
                abs(metric_values.value - published.value)
                > 1e-9 * greatest(abs(metric_values.value), abs(published.value))
                then 'restated'
            when metric_values.metric_version != published.metric_version then 'new version'
            else 'unchanged'
        end as publication_type

    from metric_values

    full outer join published
        on metric_values.metric_name = published.metric_name
        and metric_values.period_grain = published.period_grain
        and metric_values.period_start = published.period_start
        and metric_values.breakdown = published.breakdown
        and metric_values.breakdown_value = published.breakdown_value

),

final as (

    select
        -- grain
        metric_name,
        period_grain,
        period_start,
        breakdown,
        breakdown_value,
        cast(publication_number as integer) as publication_number,

        -- what was published
        cast(metric_version as integer) as metric_version,
        value,
        publication_type,
        publication_type = 'withdrawn' as is_withdrawn,

        -- when, and by which build
        {{ setting('as_of') }} as as_of,
        {{ build_started_at() }} as published_at,
        {{ sql_text(invocation_id) }} as build_id

    from compared

    where publication_type != 'unchanged'

)

select * from final
