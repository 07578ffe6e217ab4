{#- Which rules of a policy can change what an account pays: it has trials, was past due, has discounts, ... Accounts
    to which the same rules matter are of one set. -#}
with

items as (

    select * from {{ ref('int_subscription_items') }}

),

statuses as (

    select * from {{ ref('stg_billing__subscription_statuses') }}

),

discounts as (

    select * from {{ ref('stg_billing__subscription_discounts') }}

),

status_traits as (

    select
        subscription_id,
        max(case when status = 'trialing' then 1 else 0 end) as has_trials,
        max(case when status = 'past_due' then 1 else 0 end) as has_past_due,
        max(case when status = 'paused' then 1 else 0 end) as has_pauses,
        max(case when cancel_requested_at is not null then 1 else 0 end) as has_churn_date

    from statuses

    group by 1

),

discounted as (

    select distinct subscription_id from discounts

),

account_traits as (

    select
        items.account_id,
        max(greatest(case when items.is_trial then 1 else 0 end, coalesce(status_traits.has_trials, 0))) as has_trials,
        max(coalesce(status_traits.has_past_due, 0)) as has_past_due,
        max(coalesce(status_traits.has_pauses, 0)) as has_pauses,
        max(
            case when items.recurring_discount_amount > 0 or discounted.subscription_id is not null then 1 else 0 end
        ) as has_discounts,
        max(case when items.is_usage_based then 1 else 0 end) as has_usage,
        max(coalesce(status_traits.has_churn_date, 0)) as has_churn_date,
        max(case when items.billing_interval = 'week' then 1 else 0 end) as has_weeks,
        max(case when items.billing_interval = 'day' then 1 else 0 end) as has_days

    from items

    left join status_traits
        on items.subscription_id = status_traits.subscription_id

    left join discounted
        on items.subscription_id = discounted.subscription_id

    group by 1

)

select
    *,
    dense_rank() over (
        order by {% for rule in mrr_rules() %}has_{{ rule }}{{ ', ' if not loop.last }}{% endfor %}
    ) as rule_set_id

from account_traits
