{{ config(materialized='view') }}

with

periods as (

    select * from {{ ref('int_paying_periods') }}
    where policy_variant_id = 0 and is_in_mrr

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
by_day as (

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

)

select * from by_day
