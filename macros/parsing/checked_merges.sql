{# The CTEs that check the rows of merge_map about one entity, the last of them `checked_merges`: used for accounts and
   for subscriptions, whose rows cannot be checked in one model since items are accepted in between. Needs a recursive
   query and a CTE `known_ids` (known_id). An id leads to the end of its chain of merges; a chain that never ends is a
   cycle. #}
{% macro checked_merges(rows_of_entity) %}
source as (

    select * from {{ source('billing', 'merge_map') }}

),

trimmed as (

    select
        lower({{ text_value('entity') }}) as entity,
        {{ text_value('old_id') }} as old_id,
        {{ text_value('new_id') }} as new_id,
        {{ version_texts() }},
        {{ row_text('source') }} as raw_text

    from source

),

parsed as (

    select
        *,
        {{ version_values() }},
        {{ row_content(['entity', 'old_id', 'new_id']) }} as row_content

    from trimmed

    where {{ rows_of_entity }}

),

rows_of_entity as (

    select
        *,
        case
            when entity is null or old_id is null then 'missing_key'
            {{ version_reasons() }}
            when new_id is null then 'missing_value'
            when entity not in ('account', 'subscription') then 'unknown_entity'
        end as row_reason

    from parsed

),

with_duplicates as (

    select
        *,
        {{ duplicate_reason('entity, old_id') }} as duplicate_or_row_reason

    from rows_of_entity

),

-- Only the first row of an id counts.
merge_links as (

    select
        old_id,
        new_id
    from with_duplicates
    where duplicate_or_row_reason is null

),

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

),

checked_merges as (

    select
        with_duplicates.entity,
        with_duplicates.old_id,
        with_duplicates.new_id as next_id,
        ends.new_id,
        with_duplicates.raw_text,
        coalesce(with_duplicates.entity, '') || '|' || coalesce(with_duplicates.old_id, '') as row_key,
        case
            when with_duplicates.duplicate_or_row_reason is not null then with_duplicates.duplicate_or_row_reason
            when ends.old_id is null then 'merge_cycle'
            when known_ids.known_id is null then 'orphan'
        end as rejection_reason

    from with_duplicates

    left join ends
        on with_duplicates.old_id = ends.old_id

    left join known_ids
        on ends.new_id = known_ids.known_id

)
{% endmacro %}
