with

intervals as (

    select * from {{ ref('int_account_paying_intervals') }}

),

mrr_changes as (

    select * from {{ ref('int_account_mrr_changes') }}

),

months as (

    select * from {{ ref('months') }}

),

first_paid_months as (

    select
        account_id,
        cast({{ dbt.date_trunc('month', 'min(started_date)') }} as date) as first_paid_month

    from intervals

    group by 1

),

losses as (

    select
        account_id,
        cast({{ dbt.date_trunc('month', 'ended_date') }} as date) as month_start,
        count(*) as loss_count,
        max(ended_date) as last_loss_date

    from intervals

    where ended_date is not null

    group by 1, 2

),

losses_by_reason as (

    select
        losses.account_id,
        losses.month_start,
        losses.loss_count,
        intervals.is_ended_by_non_payment

    from losses

    inner join intervals
        on losses.account_id = intervals.account_id
        and losses.last_loss_date = intervals.ended_date

),

-- A month without revenue is a row with zero, not a gap that hides a loss.
account_months as (

    select
        first_paid_months.account_id,
        first_paid_months.first_paid_month,
        months.month_start,
        months.is_complete

    from first_paid_months

    inner join months
        on first_paid_months.first_paid_month <= months.month_start

),

with_closing as (

    select
        account_months.account_id,
        account_months.first_paid_month,
        account_months.month_start,
        account_months.is_complete,
        coalesce(mrr_changes.mrr_change, 0) as mrr_change,
        coalesce(mrr_changes.revaluation, 0) as revaluation,
        coalesce(losses_by_reason.loss_count, 0) as loss_count,
        coalesce(losses_by_reason.is_ended_by_non_payment, false) as is_ended_by_non_payment,
        cast(
            sum(coalesce(mrr_changes.mrr_change, 0)) over (
                partition by account_months.account_id order by account_months.month_start
            ) as decimal(38, 6)
        ) as closing_mrr

    from account_months

    left join mrr_changes
        on account_months.account_id = mrr_changes.account_id
        and account_months.month_start = mrr_changes.month_start

    left join losses_by_reason
        on account_months.account_id = losses_by_reason.account_id
        and account_months.month_start = losses_by_reason.month_start

),

with_opening as (

    select
        *,
        cast(closing_mrr - mrr_change as decimal(38, 6)) as opening_mrr

    from with_closing

),

with_fx as (

    select
        *,
        -- Only an account that pays before and after can be revalued. A new one has nothing to revalue, and what a
        -- leaving one takes along is what it was worth.
        case when opening_mrr > 0 and closing_mrr > 0 then revaluation else 0 end as fx_mrr

    from with_opening

)

select
    account_id,
    month_start,
    first_paid_month,
    opening_mrr,
    closing_mrr,
    cast(fx_mrr as decimal(38, 6)) as fx_mrr,
    loss_count,
    is_ended_by_non_payment,
    is_complete

from with_fx
