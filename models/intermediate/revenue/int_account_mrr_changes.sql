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

intervals as (

    select * from {{ ref('int_account_paying_intervals') }}

),

rates as (

    select * from {{ ref('int_exchange_rate_months') }}

),

today_rates as (

    select * from rates
    where month_start = cast({{ dbt.date_trunc('month', setting('as_of')) }} as date)

),

-- A period that no month's end sees gives no MRR. In the reporting currency nothing happens between a period's first
-- and last month.
reporting_values as (

    select
        periods.history_id,
        periods.first_month,
        periods.last_month,
        periods.committed_last_month,
        periods.in_usage,
        periods.in_mrr,
        {{ monthly_value('periods') }} as amount

    from periods

    where
        periods.currency = {{ setting('reporting_currency') }}
        and (periods.last_month is null or periods.first_month < periods.last_month)

),

-- It begins, it ends, and what is not counted on any more goes before it ends: three rows of one pass, since a CTE that
-- is read three times would be kept in memory.
edges as (

    select 'first' as edge
    union all
    select 'last' as edge
    union all
    select 'committed' as edge

),

reporting_edges as (

    select
        reporting_values.*,
        edges.edge,
        case edges.edge
            when 'first' then reporting_values.first_month
            when 'last' then reporting_values.last_month
            else reporting_values.committed_last_month
        end as month_start,
        case edges.edge when 'first' then 1 when 'last' then -1 else 0 end as sign

    from reporting_values

    cross join edges

),

reporting_changes as (

    select
        history_id,
        month_start,
        amount * in_mrr * sign as mrr_change,
        0 as revaluation,
        amount * in_usage * sign as usage_change,
        case
            when edge = 'first' and (committed_last_month is null or committed_last_month > first_month)
                then amount * in_mrr
            when edge = 'last' and (committed_last_month is null or committed_last_month >= last_month)
                then -amount * in_mrr
            when edge = 'committed' then -amount * in_mrr
            else 0
        end as committed_change,
        amount * in_mrr * sign as constant_currency_change

    from reporting_edges

    where
        month_start is not null
        and (
            edge != 'committed'
            or first_month < committed_last_month and (last_month is null or committed_last_month < last_month)
        )

),

-- In another currency each month has its rate, the month in which the period ends included: what was open before is
-- first revalued, then lost.
foreign_values as (

    select
        periods.history_id,
        periods.in_mrr,
        periods.in_usage,
        rates.month_start,
        rates.month_start > periods.first_month as was_open,
        periods.last_month is null or rates.month_start < periods.last_month as is_open,
        periods.committed_last_month is null or rates.month_start <= periods.committed_last_month as was_committed,
        periods.committed_last_month is null or rates.month_start < periods.committed_last_month as is_committed,
        {{ monthly_value('periods', 'rates.rate_units') }} as amount,
        coalesce({{ monthly_value('periods', 'rates.previous_rate_units') }}, 0) as previous_amount,
        case
            when rates.month_start in (periods.first_month, periods.last_month)
                then {{ monthly_value('periods', 'today_rates.rate_units') }}
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

foreign_changes as (

    select
        history_id,
        month_start,
        (case when is_open then amount else 0 end - case when was_open then previous_amount else 0 end) * in_mrr
            as mrr_change,
        case when was_open then amount - previous_amount else 0 end * in_mrr as revaluation,
        (case when is_open then amount else 0 end - case when was_open then previous_amount else 0 end) * in_usage
            as usage_change,
        (
            case when is_open and is_committed then amount else 0 end
            - case when was_open and was_committed then previous_amount else 0 end
        ) * in_mrr as committed_change,
        case when was_open then -constant_amount else constant_amount end * in_mrr as constant_currency_change

    from foreign_values

),

-- A month in which the account went to zero is one to look at, even where its end sees no change.
loss_months as (

    select
        history_id,
        cast({{ dbt.date_trunc('month', 'ended_date') }} as date) as month_start

    from intervals

    where ended_date is not null

),

all_changes as (

    select
        *,
        0 as loss_count
    from reporting_changes

    union all

    select
        *,
        0 as loss_count
    from foreign_changes

    union all

    select
        history_id,
        month_start,
        0 as mrr_change,
        0 as revaluation,
        0 as usage_change,
        0 as committed_change,
        0 as constant_currency_change,
        1 as loss_count
    from loss_months

),

by_month as (

    select
        history_id,
        month_start,
        cast(sum(mrr_change) as decimal(38, 6)) as mrr_change,
        cast(sum(revaluation) as decimal(38, 6)) as revaluation,
        cast(sum(usage_change) as decimal(38, 6)) as usage_change,
        cast(sum(committed_change) as decimal(38, 6)) as committed_change,
        cast(sum(constant_currency_change) as decimal(38, 6)) as constant_currency_change,
        cast(sum(loss_count) as integer) as loss_count

    from all_changes

    group by 1, 2

)

select * from by_month

where
    mrr_change != 0
    or revaluation != 0
    or usage_change != 0
    or committed_change != 0
    or constant_currency_change != 0
    or loss_count > 0
