{# The ledger was not edited: the rows published up to each build still have the number and the signature that the build
   recorded. #}
{% test history_is_as_published(model, history) %}
with

publications as (

    select
        published_at,
        count(*) as row_count,
        {{ history_signature() }} as signature

    from {{ history }}

    group by published_at

)

select
    builds.build_id,
    builds.published_at,
    builds.history_row_count,
    sum(publications.row_count) as found_row_count

from {{ model }} as builds

left join publications
    on builds.published_at >= publications.published_at

group by builds.build_id, builds.published_at, builds.history_row_count, builds.history_signature

having
    coalesce(sum(publications.row_count), 0) != builds.history_row_count
    or cast(coalesce(sum(publications.signature), 0) as varchar) != builds.history_signature
{% endtest %}
