-- Rank correlation of a definition's share with what revenue did in the same month and up to six months later.
with

definition_months as (

    select * from {{ ref('int_candidate_months') }}

),

months as (

    select * from {{ ref('months') }}

),

month_numbers as (

    select
        month_start,
        row_number() over (order by month_start) as month_number

    from months

),

series as (

    select
        definition_months.definition_id,
        month_numbers.month_number,
        definition_months.qualifying_share,
        definition_months.net_new_mrr_rate,
        definition_months.gross_mrr_churn_rate

    from definition_months

    inner join month_numbers
        on definition_months.month_start = month_numbers.month_start

),

outcomes as (

    select distinct
        month_number,
        'net_new_mrr_rate' as outcome,
        net_new_mrr_rate as outcome_value

    from series

    union all

    select distinct
        month_number,
        'gross_mrr_churn_rate' as outcome,
        gross_mrr_churn_rate as outcome_value

    from series

),

pairs as (

    select
        series.definition_id,
        outcomes.outcome,
        outcomes.month_number - series.month_number as lag_months,
        series.qualifying_share,
        outcomes.outcome_value

    from series

    inner join outcomes
        on outcomes.month_number between series.month_number and series.month_number + 6

    where outcomes.outcome_value is not null

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
