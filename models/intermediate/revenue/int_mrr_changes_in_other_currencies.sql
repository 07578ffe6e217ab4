{{ config(materialized='view') }}

with

periods as (

    select * from {{ ref('int_paying_periods') }}

),

rates as (

    select * from {{ ref('int_exchange_rate_months') }}

),

today_rates as (

    select * from rates
    where month_start = cast({{ dbt.date_trunc('month', setting('as_of')) }} as date)

),

-- In another currency each month has its rate, the month in which the period ends included: what was open before is
-- first revalued, then lost.
foreign_values as (

    select
        periods.history_id,
        periods.policy_variant_id,
        periods.is_whole_policy,
        periods.is_in_mrr,
        periods.is_usage_based,
        rates.month_start,
        rates.month_start > periods.first_month as was_open,
        periods.last_month is null or rates.month_start < periods.last_month as is_open,
        periods.committed_last_month is null or rates.month_start <= periods.committed_last_month as was_committed,
        periods.committed_last_month is null or rates.month_start < periods.committed_last_month as is_committed,
        {{ account_amount(monthly_value('periods', 'rates.rate_units')) }} as amount,
        case
            when rates.month_start > periods.first_month
                then {{ account_amount(monthly_value('periods', 'rates.previous_rate_units')) }}
            else 0
        end as previous_amount,
        case
            when rates.month_start in (periods.first_month, periods.last_month)
                then {{ account_amount(monthly_value('periods', 'today_rates.rate_units')) }}
            else 0
        end as constant_amount

    from periods

    inner join today_rates
        on periods.currency = today_rates.currency

    inner join rates
        on periods.currency = rates.currency
        and periods.first_month <= rates.month_start
        and (periods.last_month is null or periods.last_month >= rates.month_start)

    where
        periods.currency != {{ setting('reporting_currency') }}
        and (periods.last_month is null or periods.first_month < periods.last_month)

),

with_change as (

    select
        *,
        case when is_open then amount else 0 end - previous_amount as change,
        case when is_open and is_committed then amount else 0 end
        - case when was_committed then previous_amount else 0 end as committed_change,
        case when was_open then -constant_amount else constant_amount end as constant_currency_change

    from foreign_values

),

foreign_changes as (

    select
        history_id,
        policy_variant_id,
        is_whole_policy,
        month_start,
        case when is_in_mrr then change else 0 end as mrr_change,
        case when is_in_mrr and was_open then amount - previous_amount else 0 end as revaluation,
        case when is_usage_based then change else 0 end as usage_change,
        case when is_in_mrr then committed_change else 0 end as committed_change,
        case when is_in_mrr then constant_currency_change else 0 end as constant_currency_change

    from with_change

)

select * from foreign_changes
