with

tenures as (

    select * from {{ ref('int_survival_tenures') }}

),

-- Kaplan-Meier: the product of the shares that stayed at each age. Logarithms make it a sum, decimals one that does not
-- depend on their order; nobody's logarithm is taken once all are gone.
observed as (

    select
        *,
        case
            when max(case when churned_count = at_risk_count then 1 else 0 end) over life = 0
                then exp(
                    cast(
                        sum(
                            cast(ln(nullif(1 - cast(churned_count as double) / at_risk_count, 0)) as decimal(20, 17))
                        ) over life as double
                    )
                )
            else 0
        end as survival_rate

    from tenures

    window life as (partition by month_start, breakdown, breakdown_value order by tenure_months)

),

-- Beyond the observed ages, the churn of the last twelve of them continues.
tails as (

    select
        month_start,
        breakdown,
        breakdown_value,
        observed_months,
        is_complete,
        min(survival_rate) as last_survival_rate,
        cast(sum(case when tenure_months > observed_months - 12 then churned_count else 0 end) as double)
        / sum(case when tenure_months > observed_months - 12 then at_risk_count else 0 end) as tail_churn_rate

    from observed

    group by 1, 2, 3, 4, 5

),

ages as (

    {{ dbt.generate_series(setting('ltv_horizon_months') | int) }}

),

final as (

    select
        -- grain
        tails.month_start,
        tails.breakdown,
        tails.breakdown_value,
        cast(ages.generated_number - 1 as integer) as tenure_months,

        -- the data behind the curve
        observed.at_risk_count,
        observed.churned_count,
        tails.observed_months,
        tails.tail_churn_rate,

        -- the curve
        coalesce(
            observed.survival_rate,
            tails.last_survival_rate
            * power(1 - tails.tail_churn_rate, ages.generated_number - 1 - tails.observed_months)
        ) as survival_rate,

        observed.at_risk_count is not null as is_observed,
        tails.is_complete

    from tails

    cross join ages

    left join observed
        on tails.month_start = observed.month_start
        and tails.breakdown = observed.breakdown
        and tails.breakdown_value = observed.breakdown_value
        and ages.generated_number - 1 = observed.tenure_months

)

select * from final
