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

correlations as (

    {{ rank_correlations('pairs', ['definition_id', 'outcome', 'lag_months'], 'qualifying_share', 'outcome_value') }}

)

select * from correlations
