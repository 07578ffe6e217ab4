-- The one place where a policy decides what pays, when and how much. Variant 0 is what the marts follow; see
-- int_revenue_policies.
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

),

-- What is worth nothing, or less than half a millionth a month, does not pay.
paid_pieces as (

    select * from with_value
    where 2 * value_numerator >= value_denominator

),

with_end as (

    select
        *,
        case
            when churn_date = 'request' and requested_date < pays_until_date then requested_date
            else pays_until_date
        end as paid_until_date

    from paid_pieces

),

with_status_after as (

    select
        *,
        -- In force on the day that is not paid for any more.
        case when paid_until_date = span_ended_date then next_status else status end as status_after

    from with_end

),

periods as (

    select
        history_id,
        policy_variant_id,
        is_whole_policy,
        subscription_item_id,
        subscription_id,
        account_id,
        plan_name,
        currency,
        is_usage_based,
        not is_usage_based or usage = 'included' as is_in_mrr,
        term_started_date,
        term_months,
        net_amount,
        value_numerator,
        value_denominator,
        started_date,

        -- Running past as_of is running: nothing that lies after it has happened.
        case when paid_until_date <= {{ setting('as_of') }} then paid_until_date end as ended_date,

        -- From here on a customer who asked to leave is not counted on; of an end that lies ahead we know on as_of.
        case
            when requested_date < paid_until_date and requested_date <= {{ setting('as_of') }}
                then greatest(requested_date, started_date)
            when item_ended_date > {{ setting('as_of') }} and paid_until_date > {{ setting('as_of') }}
                then {{ setting('as_of') }}
        end as committed_until_date,

        -- How it began and ended: with the item's row, or by a status; and the reason in force on that day.
        case when started_date = billed_from_date then 'item' else coalesce(previous_status, status) end as started_by,
        case when paid_until_date = item_ended_date then 'item' else status_after end as ended_by,
        status_after,
        case when paid_until_date = span_ended_date then next_reason else latest_reason end as end_reason

    from with_status_after

    where started_date < paid_until_date and started_date <= {{ setting('as_of') }}

)

select
    *,
    coalesce(ended_date is not null and status_after in ('past_due', 'unpaid'), false) as is_ended_by_non_payment

from periods
