{#- A view, meant to be queried for one account. -#}
{{ config(materialized='view') }}

with

periods as (

    select * from {{ ref('int_paying_periods') }}
    where is_in_mrr

),

rates as (

    select * from {{ ref('int_exchange_rate_months') }}

),

starts as (

    select
        periods.account_id,
        periods.subscription_id,
        periods.subscription_item_id,
        periods.currency,
        periods.started_date as change_date,
        periods.plan_name as plan_after,
        cast(null as varchar) as plan_before,
        periods.started_by as cause,
        cast(0 as decimal(38, 6)) as mrr_before,
        {{ monthly_value('periods', 'rates.rate_units') }} as mrr_after

    from periods

    inner join rates
        on periods.currency = rates.currency
        and periods.first_month = rates.month_start

),

ends as (

    select
        periods.account_id,
        periods.subscription_id,
        periods.subscription_item_id,
        periods.currency,
        periods.ended_date as change_date,
        cast(null as varchar) as plan_after,
        periods.plan_name as plan_before,
        periods.ended_by as cause,
        {{ monthly_value('periods', 'rates.rate_units') }} as mrr_before,
        cast(0 as decimal(38, 6)) as mrr_after

    from periods

    inner join rates
        on periods.currency = rates.currency
        and periods.last_month = rates.month_start

),

edges as (

    select * from starts

    union all

    select * from ends

),

-- What ends and begins on one day is one change.
item_edges as (

    select
        account_id,
        subscription_id,
        subscription_item_id,
        currency,
        change_date,
        max(plan_before) as plan_before,
        max(plan_after) as plan_after,
        max(case when plan_before is null then cause end) as started_by,
        max(case when plan_after is null then cause end) as ended_by,
        sum(mrr_before) as mrr_before,
        sum(mrr_after) as mrr_after

    from edges

    group by account_id, subscription_id, subscription_item_id, currency, change_date

),

item_changes as (

    select
        account_id,
        subscription_id,
        subscription_item_id,
        coalesce(plan_after, plan_before) as plan_name,
        currency,
        change_date,
        case
            when mrr_before > 0 and mrr_after > 0 and plan_before != plan_after then 'plan_changed'
            when mrr_before > 0 and mrr_after > 0 then 'price_changed'
            when mrr_after > 0 and started_by = 'paused' then 'resumed'
            when mrr_after > 0 and started_by in ('past_due', 'unpaid') then 'recovered'
            when mrr_after > 0 then 'item_started'
            when ended_by = 'paused' then 'paused'
            when ended_by in ('past_due', 'unpaid') then 'payment_lapsed'
            else 'item_ended'
        end as change_type,
        mrr_before,
        mrr_after

    from item_edges

),

-- On the first day of a month, what is open takes on the month's rate.
revaluations as (

    select
        periods.account_id,
        periods.subscription_id,
        periods.subscription_item_id,
        max(periods.plan_name) as plan_name,
        periods.currency,
        rates.month_start as change_date,
        'exchange_rate' as change_type,
        sum({{ monthly_value('periods', 'rates.previous_rate_units') }}) as mrr_before,
        sum({{ monthly_value('periods', 'rates.rate_units') }}) as mrr_after

    from periods

    inner join rates
        on periods.currency = rates.currency
        and periods.first_month < rates.month_start
        and (periods.last_month is null or periods.last_month >= rates.month_start)

    where periods.currency != {{ setting('reporting_currency') }}

    group by
        periods.account_id, periods.subscription_id, periods.subscription_item_id, periods.currency, rates.month_start

),

all_changes as (

    select * from item_changes

    union all

    select * from revaluations

),

final as (

    select
        -- ids
        subscription_item_id || '|' || cast(change_date as varchar) || '|' || change_type as change_id,
        account_id,
        subscription_id,
        subscription_item_id,

        -- what changed, and when
        plan_name,
        currency,
        change_date,
        cast({{ dbt.date_trunc('month', 'change_date') }} as date) as month_start,
        change_type,

        -- money, at the rate of the month
        cast(mrr_before as decimal(38, 6)) as mrr_before,
        cast(mrr_after as decimal(38, 6)) as mrr_after,
        cast(mrr_after - mrr_before as decimal(38, 6)) as mrr_change

    from all_changes

    where mrr_before != mrr_after

)

select * from final
