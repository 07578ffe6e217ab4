select
    old_id as old_subscription_id,
    next_id as next_subscription_id

from {{ ref('base_billing__subscription_merges') }}

where rejection_reason is null
