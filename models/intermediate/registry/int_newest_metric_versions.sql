-- The newest version of each metric. The registry itself is checked by `python -m north_star governance`.
{{ config(materialized='view') }}
with

versions as (

    select * from {{ ref('metric_versions') }}

),

numbered as (

    select
        *,
        row_number() over (partition by metric_name order by metric_version desc) as recency

    from versions

)

select
    metric_name,
    metric_version,
    fingerprint,
    effective_from,
    change_kind,
    reason,
    deprecated_after,
    successor

from numbered

where recency = 1
