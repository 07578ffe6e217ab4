select
    user_id,
    account_id,
    coalesce(role, '(none)') as role,
    email,
    created_at,
    created_date

from {{ ref('base_crm__users') }}

where rejection_reason is null
