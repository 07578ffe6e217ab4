{# Each metric of the tree with all metrics below it. int_metric_tree_edges has no circles: it stops the build at one. #}
{% macro metric_tree_descendants() -%}
    with recursive

    edges as (

        select * from {{ ref('int_metric_tree_edges') }}

    ),

    descendants as (

        select
            parent_metric,
            child_metric as metric_name

        from edges

        -- A metric reached by two paths is followed once: union, not union all.
        union

        select
            descendants.parent_metric,
            edges.child_metric as metric_name

        from descendants

        inner join edges
            on descendants.metric_name = edges.parent_metric

    )

    select
        parent_metric,
        metric_name

    from descendants
{%- endmacro %}
