with

movements as (

    select * from {{ ref('int_account_mrr_movements') }}

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
        account_id,
        first_paid_month,
        min(case when closing_mrr = 0 then month_start end) as ended_month

    from movements

    where first_paid_month <= month_start

    group by 1, 2

),

known as (

    select
        by_account.account_id,
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
        account_id,
        first_paid_month,
        is_ended,
        {{ months_between('first_paid_month', 'last_known_month') }} as tenure_months

    from known

)

select * from final
