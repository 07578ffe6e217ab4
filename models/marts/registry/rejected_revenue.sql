with

items as (

    select * from {{ ref('stg_billing__subscription_items') }}

),

statuses as (

    select * from {{ ref('stg_billing__subscription_statuses') }}

),

discounts as (

    select * from {{ ref('stg_billing__subscription_discounts') }}

),

exchange_rates as (

    select * from {{ ref('stg_billing__exchange_rates') }}

),

reasons as (

    select reason from {{ ref('rejection_reasons') }}
    where is_loss

),

policy as (

    select * from {{ ref('int_chosen_policy') }}

),

periods as (

    select * from {{ ref('int_paying_periods') }}
    where is_in_mrr and ended_date is null

),

rates as (

    select * from {{ ref('int_exchange_rate_months') }}
    where month_start = cast({{ dbt.date_trunc('month', setting('as_of')) }} as date)

),

-- What is paid on as_of.
paid as (

    select
        periods.account_id,
        periods.subscription_id,
        periods.currency,
        sum(periods.net_amount) as net_amount,
        sum({{ monthly_value('periods', 'rates.rate_units') }}) as mrr

    from periods

    inner join rates
        on periods.currency = rates.currency

    group by 1, 2, 3

),

paid_by_subscription as (

    select
        subscription_id,
        min(account_id) as account_id,
        min(currency) as currency,
        sum(net_amount) as net_amount,
        sum(mrr) as mrr

    from paid

    group by 1

),

paid_by_currency as (

    select
        currency,
        sum(mrr) as mrr

    from paid

    group by 1

),

last_changes as (

    select
        subscription_id,
        max(changed_at) as last_changed_at

    from statuses

    where rejection_reason is null

    group by 1

),

last_rates as (

    select
        currency,
        max(rate_date) as last_rate_date

    from exchange_rates

    where rejection_reason is null

    group by 1

),

-- Numbers that could be read, whatever else is wrong with the row.
priced_items as (

    select
        items.*,
        {{ in_millionths('abs(items.amount - items.recurring_discount_amount)') }}
        * {{ intervals_per_month_numerator('items', 'policy') }} as value_numerator,
        {{ intervals_per_month_denominator('items', 'policy', is_checked=false) }} as value_denominator,
        coalesce(items.started_date <= {{ setting('as_of') }}, true)
        and coalesce(items.ended_date > {{ setting('as_of') }}, true)
        and not items.is_trial
        and not items.is_usage_based as is_running

    from items

    cross join policy

    where items.rejection_reason is not null

),

rejected as (

    select
        'subscription_items' as raw_table,
        priced_items.row_key,
        priced_items.rejection_reason as reason,
        priced_items.account_id,
        priced_items.subscription_id,
        priced_items.currency,
        case priced_items.rejection_reason
            when 'negative_amount' then 'too_high'
            when 'conflicting_duplicate' then 'unclear'
            else 'too_low'
        end as mrr_is,
        case
            when not priced_items.is_running then 0
            else {{ monthly_value('priced_items', 'rates.rate_units') }}
        end as mrr_at_risk

    from priced_items

    left join rates
        on priced_items.currency = rates.currency

    union all

    -- What a status says holds until the next, so one that a later status follows no longer matters today.
    select
        'subscription_statuses' as raw_table,
        statuses.row_key,
        statuses.rejection_reason as reason,
        paid_by_subscription.account_id,
        statuses.subscription_id,
        paid_by_subscription.currency,
        case when paid_by_subscription.mrr > 0 then 'too_high' else 'unclear' end as mrr_is,
        case
            when statuses.changed_at < last_changes.last_changed_at then 0
            else coalesce(paid_by_subscription.mrr, 0)
        end as mrr_at_risk

    from statuses

    left join paid_by_subscription
        on statuses.subscription_id = paid_by_subscription.subscription_id

    left join last_changes
        on statuses.subscription_id = last_changes.subscription_id

    union all

    select
        'subscription_discounts' as raw_table,
        discounts.row_key,
        discounts.rejection_reason as reason,
        paid_by_subscription.account_id,
        discounts.subscription_id,
        paid_by_subscription.currency,
        'too_high' as mrr_is,
        case
            when discounts.ended_date <= {{ setting('as_of') }} or discounts.duration = 'once' then 0
            when paid_by_subscription.mrr is null then 0
            when abs(discounts.percent_off) >= 100 or abs(discounts.amount_off) >= paid_by_subscription.net_amount
                then paid_by_subscription.mrr
            else
                paid_by_subscription.mrr * coalesce(
                    cast(abs(discounts.percent_off) as double) / 100,
                    cast(abs(discounts.amount_off) as double) / cast(paid_by_subscription.net_amount as double)
                )
        end as mrr_at_risk

    from discounts

    left join paid_by_subscription
        on discounts.subscription_id = paid_by_subscription.subscription_id

    union all

    -- A rate holds until the next.
    select
        'exchange_rates' as raw_table,
        exchange_rates.row_key,
        exchange_rates.rejection_reason as reason,
        cast(null as varchar) as account_id,
        cast(null as varchar) as subscription_id,
        exchange_rates.currency,
        'unclear' as mrr_is,
        case
            when exchange_rates.rate_date < last_rates.last_rate_date then 0
            when exchange_rates.rate_date is not null then coalesce(paid_by_currency.mrr, 0)
        end as mrr_at_risk

    from exchange_rates

    left join last_rates
        on exchange_rates.currency = last_rates.currency

    left join paid_by_currency
        on exchange_rates.currency = paid_by_currency.currency

),

final as (

    select
        rejected.raw_table,
        rejected.row_key,
        rejected.reason,
        rejected.account_id,
        rejected.subscription_id,
        rejected.currency,
        rejected.mrr_is,
        cast(rejected.mrr_at_risk as decimal(38, 6)) as mrr_at_risk

    from rejected

    inner join reasons
        on rejected.reason = reasons.reason

)

select * from final
