{{ config(materialized='view') }}

with

periods as (

    select * from {{ ref('int_paying_periods') }}

),

-- A period that no month's end sees gives no MRR. In the reporting currency nothing happens between a period's first
-- and last month.
reporting_values as (

    select
        history_id,
        first_month,
        last_month,
        committed_last_month,
        case when is_in_mrr then 1 else 0 end as in_mrr,
        case when is_usage_based then 1 else 0 end as in_usage,
        {{ monthly_value('periods') }} as amount

    from periods

    where
        currency = {{ setting('reporting_currency') }}
        and (last_month is null or first_month < last_month)

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

)

select * from reporting_changes
