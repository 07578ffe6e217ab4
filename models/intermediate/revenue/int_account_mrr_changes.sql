with

periods as (

    select
        *,
        cast({{ dbt.date_trunc('month', 'started_date') }} as date) as first_month,

        -- The months at whose end the period is not open, or not counted on, any more.
        cast({{ dbt.date_trunc('month', 'ended_date') }} as date) as last_month,
        cast({{ dbt.date_trunc('month', 'coalesce(committed_until_date, ended_date)') }} as date)
            as committed_last_month,
        case when is_in_mrr then 1 else 0 end as in_mrr,
        case when is_usage_based then 1 else 0 end as in_usage

    from {{ ref('int_paying_periods') }}

),

rates as (

    select * from {{ ref('int_exchange_rate_months') }}

),

-- A period that no month's end sees gives no MRR.
seen_periods as (

    select * from periods
    where last_month is null or first_month < last_month

),

-- In the reporting currency nothing happens between a period's first and last month.
reporting_values as (

    select
        seen_periods.policy_variant_id,
        seen_periods.account_id,
        seen_periods.first_month,
        seen_periods.last_month,
        seen_periods.committed_last_month,
        seen_periods.in_usage,
        {{ monthly_value('seen_periods', '1') }} as amount,
        {{ monthly_value('seen_periods', '1') }} * seen_periods.in_mrr as mrr

    from seen_periods

    where seen_periods.currency = {{ setting('reporting_currency') }}

),

reporting_changes as (

    select
        policy_variant_id,
        account_id,
        first_month as month_start,
        mrr as mrr_change,
        0 as revaluation,
        amount * in_usage as usage_change,
        case when committed_last_month <= first_month then 0 else mrr end as committed_change,
        mrr as constant_currency_change

    from reporting_values

    union all

    select
        policy_variant_id,
        account_id,
        last_month as month_start,
        -mrr as mrr_change,
        0 as revaluation,
        -amount * in_usage as usage_change,
        case when committed_last_month < last_month then 0 else -mrr end as committed_change,
        -mrr as constant_currency_change

    from reporting_values

    where last_month is not null

    union all

    -- What is not counted on before it ends.
    select
        policy_variant_id,
        account_id,
        committed_last_month as month_start,
        0 as mrr_change,
        0 as revaluation,
        0 as usage_change,
        -mrr as committed_change,
        0 as constant_currency_change

    from reporting_values

    where first_month < committed_last_month and (last_month is null or committed_last_month < last_month)

),

today_rates as (

    select * from rates
    where month_start = cast({{ dbt.date_trunc('month', setting('as_of')) }} as date)

),

foreign_periods as (

    select
        seen_periods.*,
        {{ monthly_value('seen_periods', 'today_rates.rate') }} as constant_amount

    from seen_periods

    inner join today_rates
        on seen_periods.currency = today_rates.currency

    where seen_periods.currency != {{ setting('reporting_currency') }}

),

-- In another currency each month has its rate, the month in which the period ends included: what was open before is
-- first revalued, then lost.
foreign_values as (

    select
        foreign_periods.paying_period_id,
        foreign_periods.policy_variant_id,
        foreign_periods.account_id,
        foreign_periods.in_mrr,
        foreign_periods.in_usage,
        foreign_periods.constant_amount,
        rates.month_start,
        coalesce(rates.month_start = foreign_periods.last_month, false) as is_last_month,
        case when rates.month_start >= foreign_periods.committed_last_month then 0 else 1 end as is_committed,
        {{ monthly_value('foreign_periods', 'rates.rate') }} as amount

    from foreign_periods

    inner join rates
        on foreign_periods.currency = rates.currency
        and foreign_periods.first_month <= rates.month_start
        and (foreign_periods.last_month is null or foreign_periods.last_month >= rates.month_start)

),

foreign_with_previous as (

    select
        *,
        case when is_last_month then 0 else amount end as closing_amount,
        lag(amount) over (partition by paying_period_id order by month_start) as previous_amount,
        lag(is_committed) over (partition by paying_period_id order by month_start) as was_committed

    from foreign_values

),

foreign_changes as (

    select
        policy_variant_id,
        account_id,
        month_start,
        (closing_amount - coalesce(previous_amount, 0)) * in_mrr as mrr_change,
        (amount - coalesce(previous_amount, amount)) * in_mrr as revaluation,
        (closing_amount - coalesce(previous_amount, 0)) * in_usage as usage_change,
        (closing_amount * is_committed - coalesce(previous_amount * was_committed, 0)) * in_mrr as committed_change,
        case
            when is_last_month then -constant_amount
            when previous_amount is null then constant_amount
            else 0
        end * in_mrr as constant_currency_change

    from foreign_with_previous

),

all_changes as (

    select * from reporting_changes

    union all

    select * from foreign_changes

),

by_account_month as (

    select
        policy_variant_id,
        account_id,
        month_start,
        cast(sum(mrr_change) as decimal(38, 6)) as mrr_change,
        cast(sum(revaluation) as decimal(38, 6)) as revaluation,
        cast(sum(usage_change) as decimal(38, 6)) as usage_change,
        cast(sum(committed_change) as decimal(38, 6)) as committed_change,
        cast(sum(constant_currency_change) as decimal(38, 6)) as constant_currency_change

    from all_changes

    group by 1, 2, 3

)

select * from by_account_month
