-- How many met a definition, and how far that jumps about. Sums are of decimals: those of floating-point numbers
-- depend on their order.
with

definition_months as (

    select * from {{ ref('int_candidate_months') }}

),

with_last_share as (

    select
        *,
        lag(qualifying_share) over (partition by definition_id order by month_start) as last_share

    from definition_months

),

added_up as (

    select
        definition_id,
        count(*) as month_count,
        cast(sum(qualifying_account_count) as double) / sum(account_count) as coverage,
        cast(sum(cast(qualifying_share as decimal(18, 15))) as double) / count(*) as mean_share,
        cast(sum(cast(abs(qualifying_share - last_share) as decimal(18, 15))) as double)
        / nullif(count(last_share), 0) as mean_move

    from with_last_share

    group by 1

),

with_steadiness as (

    select
        definition_id,
        month_count,
        coverage,
        1 - mean_move / nullif(mean_share, 0) as steadiness

    from added_up

)

select
    definition_id,
    month_count,
    coverage,
    case when steadiness < 0 then 0 else steadiness end as stability

from with_steadiness
