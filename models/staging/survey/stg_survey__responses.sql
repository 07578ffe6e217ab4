select
    response_id,
    survey,
    account_id,
    user_id,
    subject,
    score,
    responded_at,
    responded_date

from {{ ref('base_survey__responses') }}

where rejection_reason is null
