-- Rank correlation of a definition's share with what revenue did in the same month and up to six months later.
with

definition_months as (

    select * from {{ ref('int_candidate_months') }}

),

revenue as (

    select * from {{ ref('mrr_monthly') }}
    where breakdown = 'total' and is_complete

),

-- Rates, as the share is one: two numbers that both grow always go together.
outcomes as (

    select
        month_start,
        'net_new_mrr_rate' as outcome,
        cast(net_new_mrr as double) / nullif(cast(opening_mrr as double), 0) as outcome_value
    from revenue

    union all

    select
        month_start,
        'gross_mrr_churn_rate' as outcome,
        cast(lost_mrr as double) / nullif(cast(opening_mrr as double), 0) as outcome_value
    from revenue

),

with_lag as (

    select
        definition_months.definition_id,
        outcomes.outcome,
        definition_months.qualifying_share,
        outcomes.outcome_value,
        {{ dbt.datediff('definition_months.month_start', 'outcomes.month_start', 'month') }} as lag_months  -- noqa: LT05

    from definition_months

    inner join outcomes
        on definition_months.month_start <= outcomes.month_start

    where outcomes.outcome_value is not null

),

pairs as (

    select * from with_lag
    where lag_months <= 6

),

-- Equal values share the mean of their ranks.
with_ranks as (

    select
        definition_id,
        outcome,
        lag_months,
        rank() over (partition by definition_id, outcome, lag_months order by qualifying_share)
        + (count(*) over (partition by definition_id, outcome, lag_months, qualifying_share) - 1) / 2.0 as share_rank,
        rank() over (partition by definition_id, outcome, lag_months order by outcome_value)
        + (count(*) over (partition by definition_id, outcome, lag_months, outcome_value) - 1) / 2.0 as outcome_rank

    from pairs

),

-- Ranks are doubled to be whole numbers, so that sums are exact.
added_up as (

    select
        definition_id,
        outcome,
        lag_months,
        count(*) as month_count,
        sum(cast(2 * share_rank as bigint)) as x,
        sum(cast(2 * outcome_rank as bigint)) as y,
        sum(cast(2 * share_rank as bigint) * cast(2 * share_rank as bigint)) as xx,
        sum(cast(2 * outcome_rank as bigint) * cast(2 * outcome_rank as bigint)) as yy,
        sum(cast(2 * share_rank as bigint) * cast(2 * outcome_rank as bigint)) as xy

    from with_ranks

    group by 1, 2, 3

)

-- A series that never changes has no ranks to compare.
select
    definition_id,
    outcome,
    lag_months,
    month_count,
    cast(month_count * xy - x * y as double)
    / nullif(
        sqrt(cast(month_count * xx - x * x as double)) * sqrt(cast(month_count * yy - y * y as double)), 0
    ) as rank_correlation

from added_up
