-- What each account has done and brought in, over the months that are over. The links of its value add up to it: what
-- it would have brought had it gone on as it began, less the months in which it did not pay, and what it grew.
with

account_months as (

    select * from {{ ref('int_account_months') }}
    where is_complete

),

north_star_months as (

    select * from {{ ref('int_north_star_account_months') }}

),

months as (

    select * from {{ ref('months') }}
    where is_complete

),

nps_answers as (

    select * from {{ ref('nps_answers') }}

),

-- What each account brought, from the first month at whose end it paid.
with_first as (

    select
        *,
        min(case when closing_mrr > 0 then month_start end) over (partition by account_id) as first_month

    from account_months

),

with_start as (

    select
        *,
        sum(case when month_start = first_month then closing_mrr else 0 end) over (partition by account_id) as first_mrr

    from with_first

    where month_start >= first_month

),

-- Sums of decimals and whole numbers: what the links add up to, they add up to exactly.
revenue as (

    select
        account_id,
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

),

answers as (

    select
        nps_answers.account_id,
        sum(nps_answers.response_count) as response_count,
        sum(nps_answers.promoter_count - nps_answers.detractor_count) as net_promoter_count

    from nps_answers

    inner join months
        on nps_answers.month_start = months.month_start

    group by 1

),

attainments as (

    select
        north_star_months.account_id,
        sum(north_star_months.window_count) as window_count,
        sum(north_star_months.met_count) as met_count

    from north_star_months

    inner join months
        on north_star_months.month_start = months.month_start

    group by 1

),

joined as (

    select
        revenue.account_id,
        cast(extract(year from revenue.first_month) as varchar) as cohort,
        attainments.window_count,
        attainments.met_count,
        cast(attainments.met_count as double) / attainments.window_count as attainment,
        coalesce(answers.response_count, 0) as response_count,
        coalesce(answers.net_promoter_count, 0) as net_promoter_count,
        revenue.month_count,
        revenue.paid_month_count,
        revenue.churn_base_count,
        revenue.churn_count,
        revenue.opening_mrr,
        revenue.kept_mrr,
        revenue.realised_ltv,
        revenue.first_mrr * revenue.month_count as ltv_at_start,
        -revenue.first_mrr * (revenue.month_count - revenue.paid_month_count) as ltv_of_churn,
        revenue.realised_ltv - revenue.first_mrr * revenue.paid_month_count as ltv_of_growth

    from revenue

    inner join attainments
        on revenue.account_id = attainments.account_id

    left join answers
        on revenue.account_id = answers.account_id

),

-- Accounts with the same attainment stay together: all of them go where the middle one belongs.
with_rank as (

    select
        *,
        2 * (rank() over (order by attainment) - 1) + count(*) over (partition by attainment) as doubled_place,
        count(*) over () as total_count

    from joined

)

select
    account_id,
    cohort,
    case
        when 3 * doubled_place < 2 * total_count then 'bottom'
        when 3 * doubled_place < 4 * total_count then 'middle'
        else 'top'
    end as tercile,
    window_count,
    met_count,
    response_count,
    net_promoter_count,
    month_count,
    paid_month_count,
    churn_base_count,
    churn_count,
    opening_mrr,
    kept_mrr,
    realised_ltv,
    ltv_at_start,
    ltv_of_churn,
    ltv_of_growth

from with_rank
