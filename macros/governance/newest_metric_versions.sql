{# The newest version of each metric. The registry itself is checked by `python -m north_star governance`. #}
{% macro newest_metric_versions() -%}
    select *
    from {{ ref('metric_versions') }}
    qualify row_number() over (partition by metric_name order by metric_version desc) = 1
{%- endmacro %}
