with recursive

source as (

    select * from {{ source('billing', 'merge_map') }}

),

subscriptions as (

    select distinct subscription_id from {{ ref('stg_billing__subscription_items') }}

),


trimmed as (

    select
        lower({{ text_value('entity') }}) as entity,
        {{ text_value('old_id') }} as old_id,
        {{ text_value('new_id') }} as new_id,
        {{ row_text('source') }} as raw_text

    from source

),

with_content as (

    select
        *,
        {{ row_content(['entity', 'old_id', 'new_id']) }} as row_content

    from trimmed

    where entity = 'subscription'

),

checked as (

    select
        *,
        case
            when old_id is null then 'missing_key'
            when new_id is null then 'missing_value'
        end as row_reason

    from with_content

),

with_duplicates as (

    select
        *,
        {{ duplicate_reason('old_id') }} as duplicate_or_row_reason

    from checked

),

-- Only the first row of an id leads on.
merge_links as (

    select
        old_id,
        new_id
    from with_duplicates
    where duplicate_or_row_reason is null

),

{{ merge_ends() }},

resolved as (

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
            when subscriptions.subscription_id is null then 'orphan'
        end as rejection_reason

    from with_duplicates

    left join ends
        on with_duplicates.old_id = ends.old_id

    left join subscriptions
        on ends.new_id = subscriptions.subscription_id

)

select * from resolved
