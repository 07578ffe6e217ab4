select
    -- ids
    discount_id,
    subscription_id,
    subscription_item_id,

    -- terms
    percent_off,
    amount_off,
    duration,

    -- period, half-open; null end means still running
    started_date,
    ended_date

from {{ ref('base_billing__subscription_discounts') }}

where rejection_reason is null
