with recursive

known_ids as (

    select distinct subscription_id as known_id from {{ ref('stg_billing__subscription_items') }}
    where rejection_reason is null

),

{{ checked_merges("entity = 'subscription'") }}

select
    entity,
    old_id as old_subscription_id,
    next_id as next_subscription_id,
    row_key,
    raw_text,
    rejection_reason

from checked_merges
