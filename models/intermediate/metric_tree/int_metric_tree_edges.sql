{#- The tree is checked before anything is read from it: a bad row stops the build with an explanation. -#}
-- What check_metric_tree() reads:
-- depends_on: {{ ref('metric_values') }}
{{ config(pre_hook="{{ check_metric_tree() }}") }}
with

metric_tree_children as (

    {{ metric_tree_rows_of_open_rooms() }}

),

metric_catalog as (

    select * from {{ ref('metric_catalog') }}

),

places as (

    select
        metric_name,
        case
            when unit != 'currency' and (unit in ('ratio', 'share') or metric_type in ('ratio', 'derived')) then 12
            else 6
        end as places

    from metric_catalog

),

typed as (

    select
        {{ text_value('parent_metric') }} as parent_metric,
        {{ text_value('child_metric') }} as child_metric,
        {{ text_value('operation') }} as operation,  -- noqa: RF04
        {{ text_value('role') }} as role,  -- noqa: RF04
        cast({{ text_value('position') }} as integer) as position,  -- noqa: RF04
        {{ text_value('label') }} as label,
        coalesce(
            cast(nullif(split_part({{ text_value('coefficient') }}, '/', 1), '') as double)
            / coalesce(cast(nullif(split_part({{ text_value('coefficient') }}, '/', 2), '') as double), 1),
            1
        ) as coefficient,
        -- A ratio's own numerator or denominator may be unpublished: the ratio's row of metric_values shows it.
        case
            when {{ text_value('child_metric') }} in (
                {% for name in published_metrics() | sort %}
                    {{ sql_text(name) }}{{ ',' if not loop.last }}
                {% endfor %}
                {{ "''" if not execute }}
            ) then 'value'
            else {{ text_value('role') }}
        end as child_column

    from metric_tree_children

),

final as (

    select
        typed.parent_metric,
        typed.child_metric,
        typed.operation,
        typed.role,
        typed.position,
        typed.label,
        typed.coefficient,
        case when typed.child_column = 'value' then typed.child_metric else typed.parent_metric end as child_source,
        typed.child_column,
        parent_places.places as parent_places,
        child_places.places as child_places

    from typed

    inner join places as parent_places
        on typed.parent_metric = parent_places.metric_name

    inner join places as child_places
        on typed.child_metric = child_places.metric_name

)

select * from final
