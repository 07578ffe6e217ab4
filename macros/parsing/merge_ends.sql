{# Two CTEs for a recursive query, at the end of which `ends` says where the chain of each merged id ends: the rows
   (old_id, new_id) of CTE `merges`, whose old_id is unique, walked to an id that goes on no further. An id whose chain
   never ends has no row. Used for both entities of merge_map. #}
{% macro merge_ends() %}
walked as (

    select
        old_id,
        new_id
    from merges

    union

    select
        walked.old_id,
        merges.new_id

    from walked

    inner join merges
        on walked.new_id = merges.old_id

),

ends as (

    select
        walked.old_id,
        walked.new_id

    from walked

    left join merges
        on walked.new_id = merges.old_id

    where merges.old_id is null

)
{% endmacro %}
