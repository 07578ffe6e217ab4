with

definition_months as (

    select * from {{ ref('int_candidate_months') }}
    where is_complete

),

revenue as (

    select * from {{ ref('mrr_monthly_by_breakdown') }}
    where breakdown = 'total' and is_complete

),

-- Rates, since the share is one: two numbers that both grow always correlate.
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
        definition_months.definition_name,
        definition_months.definition_version,
        outcomes.outcome,
        definition_months.qualifying_share,
        outcomes.outcome_value,
        {{ dbt.datediff('definition_months.month_start', 'outcomes.month_start', 'month') }} as lag_months  -- noqa: LT05

    from definition_months

    inner join outcomes
        on definition_months.month_start <= outcomes.month_start

    where outcomes.outcome_value is not null

),

-- The same month and up to six months later.
pairs as (

    select * from with_lag
    where lag_months <= 6

),

correlations as (

    {{ rank_correlations(
        'pairs', ['definition_name', 'definition_version', 'outcome', 'lag_months'], 'qualifying_share', 'outcome_value'
    ) }}

),

-- A correlation of fewer months says next to nothing.
of_a_year as (

    select
        *,
        case when month_count >= 12 then rank_correlation end as shown_correlation

    from correlations

),

final as (

    select
        -- grain
        definition_name,
        definition_version,
        outcome,
        lag_months,

        month_count,
        shown_correlation as rank_correlation,
        {{ rank_correlation_bound('shown_correlation', 'month_count', '-') }} as correlation_lower,
        {{ rank_correlation_bound('shown_correlation', 'month_count', '+') }} as correlation_upper

    from of_a_year

)

select * from final
