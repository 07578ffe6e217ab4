{{ config(materialized='view') }}

with

periods as (

    select * from {{ ref('int_paying_periods') }}

),

-- A period that no month's end sees gives no MRR. In the reporting currency nothing happens between a period's first
-- and last month.
reporting_values as (

    select
        periods.*,
        {{ account_amount(monthly_value('periods')) }} as amount

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
        case edges.edge when 'first' then reporting_values.amount when 'last' then -reporting_values.amount else 0 end
            as change

    from reporting_values

    cross join edges

),

reporting_changes as (

    select
        history_id,
        policy_variant_id,
        is_whole_policy,
        month_start,
        case when is_in_mrr then change else 0 end as mrr_change,
        {{ account_amount(0) }} as revaluation,
        case when is_usage_based then change else 0 end as usage_change,
        case
            when not is_in_mrr then 0
            when edge = 'first' and (committed_last_month is null or committed_last_month > first_month) then amount
            when edge = 'last' and (committed_last_month is null or committed_last_month >= last_month) then -amount
            when edge = 'committed' then -amount
            else 0
        end as committed_change,
        case when is_in_mrr then change else 0 end as constant_currency_change

    from reporting_edges

    where
        month_start is not null
        and (
            edge != 'committed'
            or first_month < committed_last_month and (last_month is null or committed_last_month < last_month)
        )

)

select * from reporting_changes
