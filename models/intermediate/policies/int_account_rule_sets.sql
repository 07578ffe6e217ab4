{#- Which rules of a policy can change what an account pays: it has trials, was past due, has discounts, ... Accounts
    with the same answers share a set. -#}
with

prices as (

    select * from {{ ref('int_item_prices') }}

),

statuses as (

    select * from {{ ref('stg_billing__subscription_statuses') }}
    where rejection_reason is null

),

status_traits as (

    select
        subscription_id,
        max(case when status = 'trialing' then 1 else 0 end) as has_trials,
        max(case when status = 'past_due' then 1 else 0 end) as has_past_due,
        max(case when status = 'paused' then 1 else 0 end) as has_pauses,
        max(case when cancel_requested_at is not null then 1 else 0 end) as has_requests

    from statuses

    group by 1

),

account_traits as (

    select
        prices.account_id,
        max(greatest(case when prices.is_trial then 1 else 0 end, coalesce(status_traits.has_trials, 0)))
            as has_trials,
        max(coalesce(status_traits.has_past_due, 0)) as has_past_due,
        max(coalesce(status_traits.has_pauses, 0)) as has_pauses,
        max(case when prices.amount_after_forever != prices.list_amount then 1 else 0 end) as has_lasting_discounts,
        max(case when prices.amount_after_recurring != prices.amount_after_forever then 1 else 0 end)
            as has_repeating_discounts,
        max(case when prices.amount_after_all != prices.amount_after_recurring then 1 else 0 end)
            as has_one_off_discounts,
        max(case when prices.is_usage_based then 1 else 0 end) as has_usage,
        max(coalesce(status_traits.has_requests, 0)) as has_requests,
        max(case when prices.billing_interval = 'week' then 1 else 0 end) as has_weeks,
        max(case when prices.billing_interval = 'day' then 1 else 0 end) as has_days

    from prices

    left join status_traits
        on prices.subscription_id = status_traits.subscription_id

    group by 1

)

select
    *,
    dense_rank() over (order by {{ rule_traits().keys() | join(', ') }}) as rule_set_id

from account_traits
