-- Where a policy ends what pays: statuses, requests to cancel, and as_of, after which nothing has happened.
with

priced_spans as (

    select * from {{ ref('int_priced_status_spans') }}

),

-- What is worth nothing, or less than half a millionth a month, does not pay.
with_end as (

    select
        *,
        case
            when churn_date = 'request' and requested_date < pays_until_date then requested_date
            else pays_until_date
        end as paid_until_date

    from priced_spans

    where 2 * value_numerator >= value_denominator

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
    coalesce(ended_date is not null and status_after in ('past_due', 'unpaid'), false) as is_ended_by_non_payment,

    -- The months at whose end it is counted for the first time, and not any more.
    cast({{ dbt.date_trunc('month', 'started_date') }} as date) as first_month,
    cast({{ dbt.date_trunc('month', 'ended_date') }} as date) as last_month,
    cast({{ dbt.date_trunc('month', 'coalesce(committed_until_date, ended_date)') }} as date) as committed_last_month

from periods
