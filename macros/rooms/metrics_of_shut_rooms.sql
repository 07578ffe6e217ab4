{# Names of metrics that the registry knows and that are not built, for a `not in`. A row of a reference file that names
   one waits until its room is opened; a name that the registry does not know is an error. #}
{% macro metrics_of_shut_rooms() -%}
    select versions.metric_name
    from ({{ newest_metric_versions() }}) as versions
    where
        versions.deprecated_after is null
        and versions.metric_name not in (select catalog.metric_name from {{ ref('metric_catalog') }} as catalog)
{%- endmacro %}
