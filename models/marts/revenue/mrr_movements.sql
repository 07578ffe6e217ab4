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

profiles as (

    select * from {{ ref('int_account_profiles') }}

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

),

classified as (

    select
        *,
        -- First match wins: from and to zero are settled before up and down.
        case
            when opening_mrr = 0 and closing_mrr > 0 and month_start = first_paid_month then 'new'
            when opening_mrr = 0 and closing_mrr > 0 then 'reactivation'
            when opening_mrr > 0 and closing_mrr = 0 then 'churn'
            when closing_mrr - opening_mrr - fx_mrr > 0 then 'expansion'
            when closing_mrr - opening_mrr - fx_mrr < 0 then 'contraction'
            else 'none'
        end as movement_type

    from with_fx

),

final as (

    select
        -- ids
        classified.account_id || '|' || cast(classified.month_start as varchar) as mrr_movement_id,
        classified.account_id,
        classified.month_start,

        -- the account, as it is at as_of
        profiles.segment,
        profiles.industry,
        profiles.country,
        profiles.acquisition_channel,
        profiles.plan_name,
        profiles.currency,

        -- money: opening + new + reactivation + expansion - contraction - churned + fx = closing
        classified.opening_mrr,
        cast(case when movement_type = 'new' then closing_mrr else 0 end as decimal(38, 6)) as new_mrr,
        cast(case when movement_type = 'reactivation' then closing_mrr else 0 end as decimal(38, 6)) as reactivation_mrr,
        cast(
            case when movement_type = 'expansion' then closing_mrr - opening_mrr - fx_mrr else 0 end as decimal(38, 6)
        ) as expansion_mrr,
        cast(
            case when movement_type = 'contraction' then opening_mrr + fx_mrr - closing_mrr else 0 end as decimal(38, 6)
        ) as contraction_mrr,
        cast(case when movement_type = 'churn' then opening_mrr else 0 end as decimal(38, 6)) as churned_mrr,
        cast(classified.fx_mrr as decimal(38, 6)) as fx_mrr,
        classified.closing_mrr,
        classified.movement_type,

        -- money, summed up for the ratios
        cast(closing_mrr - opening_mrr as decimal(38, 6)) as net_new_mrr,
        cast(greatest(closing_mrr - opening_mrr - fx_mrr, 0) as decimal(38, 6)) as gained_mrr,
        cast(greatest(opening_mrr + fx_mrr - closing_mrr, 0) as decimal(38, 6)) as lost_mrr,
        cast(
            case when movement_type in ('churn', 'contraction', 'expansion') then opening_mrr + fx_mrr - closing_mrr else 0 end
            as decimal(38, 6)
        ) as net_lost_mrr,
        {{ setting('gross_margin') }} as gross_margin,

        -- counts of 0 or 1, to be added up
        case when opening_mrr > 0 then 1 else 0 end as opening_account_count,
        case when closing_mrr > 0 then 1 else 0 end as paying_account_count,
        case when movement_type = 'new' then 1 else 0 end as new_account_count,
        case when movement_type = 'reactivation' then 1 else 0 end as reactivated_account_count,
        case when movement_type = 'churn' then 1 else 0 end as churned_account_count,
        case when movement_type = 'churn' and not is_ended_by_non_payment then 1 else 0 end
            as voluntary_churned_account_count,
        case when movement_type = 'churn' and is_ended_by_non_payment then 1 else 0 end
            as involuntary_churned_account_count,
        cast(loss_count as integer) - case when movement_type = 'churn' then 1 else 0 end as intra_month_churn_count,

        classified.is_complete

    from classified

    inner join profiles
        on classified.account_id = profiles.account_id

)

select * from final
