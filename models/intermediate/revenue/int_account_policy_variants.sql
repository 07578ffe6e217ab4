{#- Under which variants an account is worked out: all under the chosen policy, and under another only those whose MRR
    a rule in which it differs can change. One account under one variant is a history; what follows goes by its
    number. -#}
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

policies as (

    select * from {{ ref('int_revenue_policies') }}

),

chosen as (

    select * from policies
    where policy_variant_id = 0

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

),

variant_rules as (

    select
        policies.policy_variant_id,
        policies.rule_name is null as is_whole_policy,
        {% for rule, column in mrr_rules().items() %}
            case when policies.{{ column }} != chosen.{{ column }} then 1 else 0 end as differs_in_{{ rule }},
        {% endfor %}
        case when policies.policy_variant_id = 0 then 1 else 0 end as is_chosen

    from policies

    cross join chosen

),

account_variants as (

    select
        account_traits.account_id,
        variant_rules.policy_variant_id,
        variant_rules.is_whole_policy

    from account_traits

    inner join variant_rules
        on variant_rules.is_chosen = 1
        {% for rule in mrr_rules() %}
            or account_traits.has_{{ rule }} * variant_rules.differs_in_{{ rule }} = 1
        {% endfor %}

)

select
    account_id,
    policy_variant_id,
    is_whole_policy,
    row_number() over (order by policy_variant_id, account_id) as history_id

from account_variants
