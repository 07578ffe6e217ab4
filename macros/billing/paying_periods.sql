{# What pays when, and how much: item prices cut by subscription statuses, by the rules of a policy. The one place where a
   policy decides how much an item is worth and in which statuses it pays. Of the chosen policy (int_paying_periods), or
   with `by_policy` of the others, for the accounts to which they make a difference (int_policy_paying_periods).
   One row per item, and stretch of days in which it is worth one amount; `policies` has one row, or one per account and
   policy. #}
{% macro paying_periods(by_policy=false) %}
{%- set keys = ['policy_variant_id', 'is_whole_policy'] if by_policy else [] %}
with

prices as (

    select * from {{ ref('int_item_prices') }}

),

statuses as (

    select * from {{ ref('int_subscription_status_spans') }}

),

policies as (

    {% if by_policy %}
        select
            accounts.account_id,
            accounts.is_whole_policy,
            variants.*

        from {{ ref('int_policy_accounts') }} as accounts

        inner join {{ ref('int_policy_variants') }} as variants
            on accounts.policy_variant_id = variants.policy_variant_id

        where accounts.policy_variant_id > 0
    {% else %}
        select * from {{ ref('int_chosen_policy') }}
    {% endif %}

),

pieces as (

    select
        {% for key in keys %}
            policies.{{ key }},
        {% endfor %}
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
        statuses.status,
        statuses.previous_status,
        statuses.next_status,
        statuses.latest_reason,
        statuses.next_reason,
        statuses.requested_date,
        statuses.ended_date as status_ended_date,

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

        greatest(prices.started_date, statuses.started_date) as started_date,

        -- How long the item pays in this status; 0001-01-01 where it does not.
        least(
            prices.ended_date,
            case
                when prices.is_trial and policies.trials = 'excluded' then cast('0001-01-01' as date)
                when statuses.status = 'active' then statuses.ended_date
                when statuses.status = 'trialing' and policies.trials = 'included' then statuses.ended_date
                when statuses.status = 'past_due'
                    then least(
                        statuses.ended_date,
                        cast({{ dbt.dateadd('day', 'policies.past_due_grace_days', 'statuses.run_start_date') }} as date)
                    )
                when statuses.status = 'paused' and policies.pauses = 'included' then statuses.ended_date
                when statuses.status = 'paused' and policies.pauses = 'period_end'
                    then least(statuses.ended_date, {{ next_billing_date('prices', 'statuses.run_start_date') }})
                else cast('0001-01-01' as date)
            end
        ) as pays_until_date

    from prices

    inner join statuses
        on prices.subscription_id = statuses.subscription_id

    {{ 'inner join policies on prices.account_id = policies.account_id' if by_policy else 'cross join policies' }}

),

-- Monthly amount in millionths = numerator / denominator, kept as whole numbers so that nothing is rounded here.
valued as (

    select
        *,
        {{ in_millionths('net_amount') }} * per_month_numerator as value_numerator

    from pieces

),

-- An item worth nothing, or less than half a millionth a month, does not pay.
with_end as (

    select
        *,
        case
            when churn_date = 'request' and requested_date < pays_until_date then requested_date
            else pays_until_date
        end as paid_until_date

    from valued

    where 2 * value_numerator >= value_denominator

),

with_status_after as (

    select
        *,
        -- In force on the first day that is not paid for.
        case when paid_until_date = status_ended_date then next_status else status end as status_after

    from with_end

),

periods as (

    select
        {% for key in keys %}
            {{ key }},
        {% endfor %}
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

        -- An item that ends after as_of is still running: nothing after it has happened.
        case when paid_until_date <= {{ setting('as_of') }} then paid_until_date end as ended_date,

        -- From here on the MRR of a customer that asked to leave is not committed; an end in the future is known on
        -- as_of.
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
        case when paid_until_date = status_ended_date then next_reason else latest_reason end as end_reason

    from with_status_after

    where started_date < paid_until_date and started_date <= {{ setting('as_of') }}

)

select
    *,
    coalesce(ended_date is not null and status_after in ('past_due', 'unpaid'), false) as is_ended_by_non_payment,

    -- The months at whose end it is counted for the first time, and no longer.
    cast({{ dbt.date_trunc('month', 'started_date') }} as date) as first_month,
    cast({{ dbt.date_trunc('month', 'ended_date') }} as date) as last_month,
    cast({{ dbt.date_trunc('month', 'coalesce(committed_until_date, ended_date)') }} as date) as committed_last_month

from periods
{% endmacro %}
