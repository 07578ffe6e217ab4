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
        policies.renewal_tolerance_days,
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

        {{ intervals_per_month_numerator('prices', 'policies') }} as per_month_numerator,
        {{ intervals_per_month_denominator('prices', 'policies') }} as value_denominator,

        greatest(prices.started_date, statuses.started_date) as started_date,

        -- How long the item pays in this status; 0001-01-01 where it does not.
        least(
            prices.ended_date,
            case
                when
                    prices.is_trial
                    and policies.trials = 'excluded'
                    and (policies.free_months = 'excluded' or prices.paid_since_date is null)
                    then cast('0001-01-01' as date)
                when statuses.status = 'active' then statuses.ended_date
                when statuses.status = 'trialing' and policies.trials = 'included' then statuses.ended_date
                -- A free month of a customer who pays.
                when
                    statuses.status = 'trialing'
                    and policies.free_months = 'included'
                    and statuses.is_after_paying
                    and prices.paid_since_date < statuses.run_start_date
                    then statuses.ended_date
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
        case when paid_until_date = status_ended_date then next_reason else latest_reason end as end_reason,
        renewal_tolerance_days

    from with_status_after

    where started_date < paid_until_date and started_date <= {{ setting('as_of') }}

),

-- The next start of the same item, and the first start after this one of anything that the account pays for.
with_next_start as (

    select
        *,
        lead(started_date) over (
            partition by {{ (keys + ['account_id', 'subscription_item_id', 'is_in_mrr']) | join(', ') }}
            order by started_date
        ) as next_item_date,
        lead(started_date) over account_periods as next_account_date,
        max(coalesce(ended_date, cast('9999-12-31' as date))) over account_periods as account_paid_until_date

    from periods

    window account_periods as (
        partition by {{ (keys + ['account_id', 'is_in_mrr']) | join(', ') }}
        order by started_date, ended_date, subscription_item_id
    )

),

-- An account that pays for nothing for so few days has not left.
account_gaps as (

    select
        {% for key in keys %}
            {{ key }},
        {% endfor %}
        account_id,
        account_paid_until_date as gap_started_date,
        next_account_date as gap_ended_date

    from with_next_start

    where
        is_in_mrr
        and next_account_date > account_paid_until_date
        and {{ dbt.datediff('account_paid_until_date', 'next_account_date', 'day') }} <= renewal_tolerance_days  -- noqa: LT05

),

-- What is renewed a little late goes on until then, unless it ended because of a pause or for non-payment.
renewed as (

    select
        {% for key in keys %}
            periods.{{ key }},
        {% endfor %}
        periods.subscription_item_id,
        periods.subscription_id,
        periods.account_id,
        periods.plan_name,
        periods.currency,
        periods.is_usage_based,
        periods.is_in_mrr,
        periods.term_started_date,
        periods.term_months,
        periods.net_amount,
        periods.value_numerator,
        periods.value_denominator,
        periods.started_date,
        case
            when not periods.is_in_mrr or periods.status_after in ('paused', 'past_due', 'unpaid') then periods.ended_date
            else greatest(
                periods.ended_date,
                account_gaps.gap_ended_date,
                case
                    when
                        {{ dbt.datediff('periods.ended_date', 'periods.next_item_date', 'day') }}  -- noqa: LT05
                        <= periods.renewal_tolerance_days
                        then periods.next_item_date
                end
            )
        end as ended_date,
        periods.committed_until_date,
        periods.started_by,
        periods.ended_by,
        periods.status_after,
        periods.end_reason

    from with_next_start as periods

    left join account_gaps
        on periods.account_id = account_gaps.account_id
        and periods.ended_date = account_gaps.gap_started_date
        {% for key in keys %}
            and periods.{{ key }} = account_gaps.{{ key }}
        {% endfor %}

)

select
    *,
    coalesce(ended_date is not null and status_after in ('past_due', 'unpaid'), false) as is_ended_by_non_payment,

    -- The months at whose end it is counted for the first time, and no longer.
    cast({{ dbt.date_trunc('month', 'started_date') }} as date) as first_month,
    cast({{ dbt.date_trunc('month', 'ended_date') }} as date) as last_month,
    cast({{ dbt.date_trunc('month', 'coalesce(committed_until_date, ended_date)') }} as date) as committed_last_month

from renewed
{% endmacro %}
