-- Running sums, apart from int_account_mrr_movements: what a window holds in memory and what the joins after it hold
-- would otherwise be held at once.
with

mrr_changes as (

    select * from {{ ref('int_account_mrr_changes') }}

),

running as (

    select
        history_id,
        month_start,
        mrr_change,
        revaluation,
        usage_change,
        committed_change,
        constant_currency_change,
        loss_count,
        lead(month_start) over account_history as next_month_start,
        {{ account_amount('sum(mrr_change) over account_history') }} as closing_mrr,
        {{ account_amount('sum(usage_change) over account_history') }} as usage_mrr,
        {{ account_amount('sum(committed_change) over account_history') }} as committed_mrr,
        {{ account_amount('sum(constant_currency_change) over account_history') }} as constant_currency_mrr

    from mrr_changes

    window account_history as (partition by history_id order by month_start)

)

select * from running
