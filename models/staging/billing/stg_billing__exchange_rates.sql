select
    currency,
    rate_date,
    rate

from {{ ref('base_billing__exchange_rates') }}

where rejection_reason is null
