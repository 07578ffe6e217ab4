with

items as (

    select * from {{ ref('stg_billing__subscription_items') }}

),

segments as (

    select * from {{ ref('int_subscription_paying_segments') }}

),

with_share as (

    select
        *,
        amount - recurring_discount_amount as net_amount,

        -- Monthly amount = net_amount x numerator / denominator, kept as whole numbers so that nothing is rounded here.
        case billing_interval
            when 'day' then 365
            when 'week' then 52
            else 1
        end as per_month_numerator,
        billing_interval_count * case billing_interval
            when 'month' then 1
            when 'quarter' then 3
            else 12
        end as per_month_denominator

    from items

),

paid_items as (

    select *

    from with_share

    -- What is worth nothing, or less than half a millionth a month, does not pay.
    where not with_share.is_trial and {{ monthly_value('with_share', '1') }} > 0  -- noqa: RF03

),

intersected as (

    select
        paid_items.subscription_item_id,
        paid_items.subscription_id,
        paid_items.account_id,
        paid_items.plan_name,
        paid_items.currency,
        paid_items.net_amount,
        paid_items.per_month_numerator,
        paid_items.per_month_denominator,
        greatest(paid_items.started_date, segments.started_date) as started_date,
        least(coalesce(paid_items.ended_date, cast('9999-12-31' as date)), segments.ended_date) as ended_date,

        -- The status in force on the day that is not paid for any more.
        case
            when segments.ended_date <= coalesce(paid_items.ended_date, cast('9999-12-31' as date))
                then segments.status_after
            else segments.status
        end as status_after

    from paid_items

    inner join segments
        on paid_items.subscription_id = segments.subscription_id

),

periods as (

    select
        subscription_item_id,
        subscription_id,
        account_id,
        plan_name,
        currency,
        net_amount,
        per_month_numerator,
        per_month_denominator,
        started_date,

        -- Running past as_of is running: nothing that lies after it has happened.
        case when ended_date <= {{ setting('as_of') }} then ended_date end as ended_date,
        coalesce(
            ended_date <= {{ setting('as_of') }} and status_after in ('past_due', 'unpaid'), false
        ) as is_ended_by_non_payment

    from intersected

    where started_date < ended_date and started_date <= {{ setting('as_of') }}

)

select
    *,
    row_number() over (order by account_id, subscription_item_id, started_date) as paying_period_id

from periods
