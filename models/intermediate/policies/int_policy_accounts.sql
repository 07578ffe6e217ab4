{#- The accounts whose MRR is worked out under each variant: all under the chosen policy, under another those that can
    be affected by a rule in which it differs: they have trials, were past due, have discounts, ... Accounts with the
    same answers share a rule set. -#}
with

prices as (

    select * from {{ ref('int_item_prices') }}

),

statuses as (

    select * from {{ ref('stg_billing__subscription_statuses') }}
    where rejection_reason is null

),

policies as (

    select * from {{ ref('int_policy_variants') }}

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
        max(case when cancel_requested_at is not null then 1 else 0 end) as has_requests

    from statuses

    group by 1

),

account_traits as (

    select
        prices.account_id,
        max(greatest(case when prices.is_trial then 1 else 0 end, coalesce(status_traits.has_trials, 0)))
            as has_trials,
        max(
            case
                when prices.paid_since_date is null then 0
                when prices.is_trial then 1
                else coalesce(status_traits.has_trials, 0)
            end
        ) as has_free_months,
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
        max(case when prices.billing_interval = 'day' then 1 else 0 end) as has_days,
        -- Who never ended has no gaps.
        max(case when prices.item_ended_date is null and status_traits.subscription_id is null then 0 else 1 end)
            as has_gaps

    from prices

    left join status_traits
        on prices.subscription_id = status_traits.subscription_id

    group by 1

),

rule_sets as (

    select
        *,
        dense_rank() over (order by {{ rule_traits().keys() | join(', ') }}) as rule_set_id

    from account_traits

)

select
    rule_sets.account_id,
    rule_sets.rule_set_id,
    policies.policy_variant_id,
    policies.rule_name is null as is_whole_policy

from rule_sets

cross join chosen

inner join policies
    on policies.policy_variant_id = chosen.policy_variant_id
    {% for trait, condition in rule_traits().items() %}
        or (rule_sets.{{ trait }} = 1 and {{ condition }})
    {% endfor %}
