-- How far a definition's share runs ahead of revenue, one to six months; churn turned round. Sums are of decimals, so
-- that their order does not matter.
with

lead_lag as (

    select * from {{ ref('north_star_lead_lag') }}

)

select
    definition_name,
    definition_version,
    cast(sum(
        cast(
            case when outcome = 'net_new_mrr_rate' then 1 else -1 end * rank_correlation as decimal(18, 15)
        )
    ) as double) / nullif(count(rank_correlation), 0) as mean_correlation

from lead_lag

where lag_months between 1 and 6

group by 1, 2
