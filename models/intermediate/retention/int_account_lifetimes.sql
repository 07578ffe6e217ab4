with

movements as (

    select * from {{ ref('int_account_mrr_movements') }}
    where policy_variant_id = 0

),

histories as (

    select * from {{ ref('int_account_histories') }}

),

-- A month that as_of cuts says nothing yet: whoever pays nothing in it may still pay at its end.
last_months as (

    select max(month_start) as last_complete_month from {{ ref('months') }}
    where is_complete

),

-- The first month whose end sees no MRR is one in which something changed. A return is no new life, and what was paid
-- for usage before the first MRR is no part of it.
by_account as (

    select
        history_id,
        first_paid_month,
        min(case when closing_mrr = 0 then month_start end) as ended_month

    from movements

    where first_paid_month <= month_start

    group by 1, 2

),

known as (

    select
        by_account.history_id,
        by_account.first_paid_month,
        coalesce(by_account.ended_month <= last_months.last_complete_month, false) as is_ended,
        case
            when by_account.ended_month <= last_months.last_complete_month then by_account.ended_month
            else last_months.last_complete_month
        end as last_known_month

    from by_account

    inner join last_months
        on by_account.first_paid_month <= last_months.last_complete_month

),

final as (

    select
        histories.account_id,
        known.first_paid_month,
        known.is_ended,
        {{ months_between('known.first_paid_month', 'known.last_known_month') }} as tenure_months

    from known

    inner join histories
        on known.history_id = histories.history_id

)

select * from final
