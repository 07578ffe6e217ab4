with

account_months as (

    select * from {{ ref('int_account_months') }}

),

-- A month that as_of cuts says nothing yet: whoever pays nothing in it may still pay at its end. What was paid for
-- usage before the first MRR is no part of the life.
complete_months as (

    select * from account_months
    where is_complete and first_paid_month <= month_start

),

by_account as (

    select
        account_id,
        first_paid_month,
        min(case when closing_mrr = 0 then month_start end) as ended_month,
        coalesce(min(case when closing_mrr = 0 then month_start end), max(month_start)) as last_known_month

    from complete_months

    group by 1, 2

),

-- A return is no new life, and no part of the old one.
final as (

    select
        account_id,
        first_paid_month,
        ended_month is not null as is_ended,
        {{ months_between('first_paid_month', 'last_known_month') }} as tenure_months

    from by_account

)

select * from final
