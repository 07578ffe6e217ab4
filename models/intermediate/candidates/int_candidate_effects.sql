-- What is sure of each difference, over all outcomes and horizons: the end of the interval that is nearer to nothing.
-- NPS runs from -1 to 1 here, shares from 0 to 1. Sums are of decimals, so that their order does not matter.
with

evidence as (

    select * from {{ ref('north_star_evidence') }}

)

select
    definition_name,
    definition_version,
    count(difference_lower) as evidence_count,
    max(least(qualifying_account_count, other_account_count)) as fewest_accounts,
    cast(sum(
        cast(
            case when difference_lower <= 0 then 0 else difference_lower end
            / case when outcome = 'nps' then 2 else 1 end as decimal(18, 15)
        )
    ) as double) / nullif(count(difference_lower), 0) as effect

from evidence

group by 1, 2
