{# Two CTEs for a recursive query, at the end of which `ends` says where the chain of each merged id ends: the rows
   (old_id, new_id) of CTE `merge_links`, whose old_id is unique, walked to an id that goes on no further. An id whose chain
   never ends has no row. Used for both entities of merge_map. #}
{% macro merge_ends() %}
walked as (

    select
        old_id,
        new_id
    from merge_links

    union

    select
        walked.old_id,
        merge_links.new_id

    from walked

    inner join merge_links
        on walked.new_id = merge_links.old_id

),

ends as (

    select
        walked.old_id,
        walked.new_id

    from walked

    left join merge_links
        on walked.new_id = merge_links.old_id

    where merge_links.old_id is null

)
{% endmacro %}
