{# Where the chain of each merged id ends: rows (old_id, new_id) of relation `merges`, whose old_id is unique, walked to
   an id that goes on no further. An id whose chain never ends has no row. Used by both entities of merge_map. #}
{% macro merge_ends(merges) %}
    with recursive

    walked as (

        select
            old_id,
            new_id
        from {{ merges }}

        union

        select
            walked.old_id,
            next_merges.new_id

        from walked

        inner join {{ merges }} as next_merges
            on walked.new_id = next_merges.old_id

    ),

    ends as (

        select
            walked.old_id,
            walked.new_id

        from walked

        left join {{ merges }} as next_merges
            on walked.new_id = next_merges.old_id

        where next_merges.old_id is null

    )

    select * from ends
{% endmacro %}
