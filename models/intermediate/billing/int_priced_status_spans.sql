-- The one place where a policy decides how much an item is worth and in which statuses it pays. Variant 0 is what the
-- marts follow; see int_revenue_policies.
{{ config(materialized='view') }}

with

prices as (

    select * from {{ ref('int_item_prices') }}

),

spans as (

    select * from {{ ref('int_subscription_status_spans') }}

),

histories as (

    select * from {{ ref('int_account_policy_variants') }}

),

policies as (

    select * from {{ ref('int_revenue_policies') }}

),

pieces as (

    select
        histories.history_id,
        policies.policy_variant_id,
        histories.is_whole_policy,
        policies.churn_date,
        policies.usage,
        prices.subscription_item_id,
        prices.subscription_id,
        prices.account_id,
        prices.plan_name,
        prices.currency,
        prices.is_usage_based,
        prices.term_started_date,
        prices.term_months,
        prices.billed_from_date,
        prices.item_ended_date,
        spans.status,
        spans.previous_status,
        spans.next_status,
        spans.latest_reason,
        spans.next_reason,
        spans.requested_date,
        spans.ended_date as span_ended_date,

        case policies.discounts
            when 'recurring' then prices.amount_after_recurring
            when 'all' then prices.amount_after_all
            when 'forever' then prices.amount_after_forever
            else prices.list_amount
        end as net_amount,

        case prices.billing_interval
            when 'day' then policies.days_numerator
            when 'week' then policies.weeks_numerator
            else 1
        end as per_month_numerator,
        prices.billing_interval_count * case prices.billing_interval
            when 'day' then policies.days_denominator
            when 'week' then policies.weeks_denominator
            when 'month' then 1
            when 'quarter' then 3
            else 12
        end as value_denominator,

        greatest(prices.started_date, spans.started_date) as started_date,

        -- How long the item pays in this span; 0001-01-01 where it does not.
        least(
            prices.ended_date,
            case
                when prices.is_trial and policies.trials = 'excluded' then cast('0001-01-01' as date)
                when spans.status = 'active' then spans.ended_date
                when spans.status = 'trialing' and policies.trials = 'included' then spans.ended_date
                when spans.status = 'past_due'
                    then least(
                        spans.ended_date,
                        cast({{ dbt.dateadd('day', 'policies.past_due_grace_days', 'spans.run_start_date') }} as date)
                    )
                when spans.status = 'paused' and policies.pauses = 'included' then spans.ended_date
                when spans.status = 'paused' and policies.pauses = 'period_end'
                    then least(spans.ended_date, {{ next_billing_date('prices', 'spans.run_start_date') }})
                else cast('0001-01-01' as date)
            end
        ) as pays_until_date

    from prices

    inner join spans
        on prices.subscription_id = spans.subscription_id

    inner join histories
        on prices.account_id = histories.account_id

    inner join policies
        on histories.policy_variant_id = policies.policy_variant_id

),

-- Monthly amount in millionths = numerator / denominator, kept as whole numbers so that nothing is rounded here.
with_value as (

    select
        *,
        {{ in_millionths('net_amount') }} * per_month_numerator as value_numerator

    from pieces

)

select * from with_value
