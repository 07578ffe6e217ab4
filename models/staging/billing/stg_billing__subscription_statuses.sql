select
    subscription_id,
    status,
    cancel_reason,
    changed_at,
    cancel_requested_at,
    changed_date

from {{ ref('base_billing__subscription_statuses') }}

where rejection_reason is null
