with

periods as (

    select
        *,
        cast({{ dbt.date_trunc('month', 'started_date') }} as date) as first_month,

        -- The month at whose end the period is not open any more.
        cast({{ dbt.date_trunc('month', 'ended_date') }} as date) as last_month

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
        seen_periods.account_id,
        seen_periods.first_month,
        seen_periods.last_month,
        {{ monthly_value('seen_periods', '1') }} as mrr

    from seen_periods

    where seen_periods.currency = {{ setting('reporting_currency') }}

),

reporting_changes as (

    select
        account_id,
        first_month as month_start,
        mrr as mrr_change,
        cast(0 as decimal(38, 6)) as revaluation

    from reporting_values

    union all

    select
        account_id,
        last_month as month_start,
        -mrr as mrr_change,
        cast(0 as decimal(38, 6)) as revaluation

    from reporting_values

    where last_month is not null

),

-- In another currency each month has its rate, the month in which the period ends included: what was open before is
-- first revalued, then lost.
foreign_values as (

    select
        seen_periods.paying_period_id,
        seen_periods.account_id,
        rates.month_start,
        coalesce(rates.month_start = seen_periods.last_month, false) as is_last_month,
        {{ monthly_value('seen_periods', 'rates.rate') }} as mrr

    from seen_periods

    inner join rates
        on seen_periods.currency = rates.currency
        and seen_periods.first_month <= rates.month_start
        and (seen_periods.last_month is null or seen_periods.last_month >= rates.month_start)

    where seen_periods.currency != {{ setting('reporting_currency') }}

),

foreign_with_previous as (

    select
        *,
        lag(mrr) over (partition by paying_period_id order by month_start) as previous_mrr

    from foreign_values

),

foreign_changes as (

    select
        account_id,
        month_start,
        case when is_last_month then 0 else mrr end - coalesce(previous_mrr, 0) as mrr_change,
        mrr - coalesce(previous_mrr, mrr) as revaluation

    from foreign_with_previous

),

all_changes as (

    select * from reporting_changes

    union all

    select * from foreign_changes

),

by_account_month as (

    select
        account_id,
        month_start,
        cast(sum(mrr_change) as decimal(38, 6)) as mrr_change,
        cast(sum(revaluation) as decimal(38, 6)) as revaluation

    from all_changes

    group by 1, 2

)

select * from by_account_month
