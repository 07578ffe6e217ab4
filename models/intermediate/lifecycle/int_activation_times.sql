-- Kaplan-Meier of the days to each step: who has not reached it was seen without it up to as_of, and counts so long.
with

spans as (

    select * from {{ ref('int_activation_spans') }}
    where is_measured

),

at_risk as (

    select
        *,
        sum(account_count) over cohort - coalesce(
            sum(account_count) over (
                partition by breakdown, breakdown_value, month_start, step_number
                order by age_days
                rows between unbounded preceding and 1 preceding
            ), 0
        ) as at_risk_count

    from spans

    window cohort as (partition by breakdown, breakdown_value, month_start, step_number)

),

-- The product of the shares that had not reached it at each age, as a sum of logarithms; decimals add up to the same in
-- any order, and once all have reached it nobody's logarithm is taken.
curve as (

    select
        breakdown,
        breakdown_value,
        month_start,
        step_number,
        age_days,
        account_count,
        reached_count,
        max(case when reached_count = at_risk_count then 1 else 0 end) over so_far = 1 as is_reached_by_all,
        sum(
            cast(ln(nullif(1 - cast(reached_count as double) / at_risk_count, 0)) as decimal(20, 17))
        ) over so_far as log_not_yet

    from at_risk

    window so_far as (partition by breakdown, breakdown_value, month_start, step_number order by age_days)

),

-- Half, give or take what logarithms lose.
final as (

    select
        breakdown,
        breakdown_value,
        month_start,
        step_number,
        min(
            case when is_reached_by_all or log_not_yet <= ln(cast(0.5 as double)) + 1e-9 then age_days end
        ) as median_days,
        cast(sum(account_count) - sum(reached_count) as bigint) as not_yet_count

    from curve

    group by 1, 2, 3, 4

)

select * from final
