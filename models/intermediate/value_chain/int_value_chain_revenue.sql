-- What each account brought, over the months that are over, from the first at whose end it paid.
with

account_months as (

    select * from {{ ref('int_account_months') }}
    where is_complete

),

with_first as (

    select
        *,
        min(case when closing_mrr > 0 then month_start end) over (partition by history_id) as first_month

    from account_months

),

with_start as (

    select
        *,
        sum(case when month_start = first_month then closing_mrr else 0 end) over (partition by history_id) as first_mrr

    from with_first

    where month_start >= first_month

),

-- Sums of decimals and whole numbers: what the links add up to, they add up to exactly.
revenue as (

    select
        history_id,
        first_month,
        first_mrr,
        count(*) as month_count,
        sum(case when closing_mrr > 0 then 1 else 0 end) as paid_month_count,
        sum(case when opening_mrr > 0 then 1 else 0 end) as churn_base_count,
        sum(case when movement_type = 'churn' then 1 else 0 end) as churn_count,
        sum(closing_mrr) as realised_ltv,
        sum(case when opening_mrr > 0 then opening_mrr else 0 end) as opening_mrr,
        sum(
            case when opening_mrr > 0 then opening_mrr + expansion_mrr - contraction_mrr - churned_mrr else 0 end
        ) as kept_mrr

    from with_start

    group by 1, 2, 3

)

select * from revenue
