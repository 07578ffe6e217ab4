select
    ticket_id,
    account_id,
    user_id,
    category,
    priority,
    is_product_related,
    created_at,
    first_responded_at,
    resolved_at,
    created_date

from {{ ref('base_support__tickets') }}

where rejection_reason is null
