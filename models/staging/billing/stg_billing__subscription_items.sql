select
    -- ids
    subscription_item_id,
    subscription_id,
    account_id,

    -- terms
    plan_name,
    currency,
    billing_interval,
    billing_interval_count,
    amount,
    recurring_discount_amount,
    quantity,
    is_trial,
    is_usage_based,

    -- period, half-open; null end means still running
    started_at,
    ended_at,
    started_date,
    ended_date

from {{ ref('base_billing__subscription_items') }}

where rejection_reason is null
