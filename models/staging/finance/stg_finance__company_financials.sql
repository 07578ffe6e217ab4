select
    month_start,
    currency,
    recognized_revenue,
    ebitda,
    net_burn

from {{ ref('base_finance__company_financials') }}

where rejection_reason is null
