-- What each account has done and brought so far, over the months that are over. The links of its value add up to it:
-- what it would have brought had it gone on as it began, less the months in which it did not pay, and what it grew.
with

revenue as (

    select * from {{ ref('int_value_chain_revenue') }}

),

north_star_months as (

    select * from {{ ref('int_north_star_account_months') }}

),

histories as (

    select * from {{ ref('int_account_histories') }}
    where policy_variant_id = 0

),

months as (

    select * from {{ ref('months') }}
    where is_complete

),

nps_answers as (

    select * from {{ ref('nps_answers') }}

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
        north_star_months.history_id,
        sum(north_star_months.window_count) as window_count,
        sum(north_star_months.met_count) as met_count

    from north_star_months

    inner join months
        on north_star_months.month_start = months.month_start

    group by 1

),

joined as (

    select
        histories.account_id,
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
        on revenue.history_id = attainments.history_id

    inner join histories
        on revenue.history_id = histories.history_id

    left join answers
        on histories.account_id = answers.account_id

),

-- Accounts of equal attainment stay together: all of them stand where the middle of them stands.
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
