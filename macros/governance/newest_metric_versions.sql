{# The newest version of each metric. The registry itself is checked by `python -m north_star governance`. #}
{% macro newest_metric_versions() -%}
    select *
    from {{ ref('metric_versions') }}
    where
        (metric_name, metric_version) in (
            select
                metric_name,
                max(metric_version) as metric_version
            from {{ ref('metric_versions') }}
            group by metric_name
        )
{%- endmacro %}
