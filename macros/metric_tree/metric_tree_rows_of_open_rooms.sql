{# The rows of metric_tree_children.csv whose formula is whole: of a parent with a metric in a shut room none is left. #}
{% macro metric_tree_rows_of_open_rooms() -%}
    select * from {{ ref('metric_tree_children') }}
    where
        coalesce({{ text_value('parent_metric') }}, '') not in (
            select coalesce({{ text_value('rows_of_tree.parent_metric') }}, '')
            from {{ ref('metric_tree_children') }} as rows_of_tree
            where
                {{ text_value('rows_of_tree.parent_metric') }} in ({{ metrics_of_shut_rooms() }})
                or {{ text_value('rows_of_tree.child_metric') }} in ({{ metrics_of_shut_rooms() }})
        )
{%- endmacro %}
