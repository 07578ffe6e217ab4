with

effects as (

    select * from {{ ref('int_metric_mix_effects') }}

),

with_sums as (

    select
        *,
        sum(rate_effect) over one_breakdown as breakdown_rate_effect,
        sum(mix_effect) over one_breakdown as breakdown_mix_effect,
        -- Simpson's paradox: at least two values have a rate in both periods, and each moved against the total.
        case
            when reason is null
                then
                    count(rate - previous_rate) over one_breakdown > 1
                    and sum(
                        case when (rate - previous_rate) * sign(total_change) < 0 then 0 else 1 end
                        * case when rate - previous_rate is null then 0 else 1 end
                    ) over one_breakdown = 0
        end as is_simpsons_paradox

    from effects

    window one_breakdown as (partition by metric_name, metric_version, period_start, breakdown)

),

all_rows as (

    select
        metric_name,
        metric_version,
        period_grain,
        period_start,
        breakdown,
        breakdown_value,
        total_value,
        previous_total_value,
        total_change,
        numerator,
        denominator,
        previous_numerator,
        previous_denominator,
        rate,
        previous_rate,
        base_share,
        previous_base_share,
        rate_effect,
        mix_effect,
        rate_effect + mix_effect as contribution,
        breakdown_rate_effect,
        breakdown_mix_effect,
        is_simpsons_paradox,
        reason,
        is_complete

    from with_sums

    union all

    select
        metric_name,
        metric_version,
        period_grain,
        period_start,
        breakdown,
        '(unexplained)' as breakdown_value,
        total_value,
        previous_total_value,
        total_change,
        null as numerator,
        null as denominator,
        null as previous_numerator,
        null as previous_denominator,
        null as rate,
        null as previous_rate,
        null as base_share,
        null as previous_base_share,
        null as rate_effect,
        null as mix_effect,
        total_change - explained_change as contribution,
        breakdown_rate_effect,
        breakdown_mix_effect,
        is_simpsons_paradox,
        reason,
        is_complete

    from with_sums

    where is_last_value

),

final as (

    select
        -- grain
        metric_name,
        metric_version,
        period_grain,
        period_start,
        breakdown,
        breakdown_value,

        -- the total
        cast(total_value as decimal(38, 12)) as total_value,
        cast(previous_total_value as decimal(38, 12)) as previous_total_value,
        cast(total_change as decimal(38, 12)) as total_change,

        -- the value of the breakdown
        numerator,
        denominator,
        previous_numerator,
        previous_denominator,
        rate,
        previous_rate,
        base_share,
        previous_base_share,

        -- what it adds to the change of the total
        cast(rate_effect as decimal(38, 12)) as rate_effect,
        cast(mix_effect as decimal(38, 12)) as mix_effect,
        cast(contribution as decimal(38, 12)) as contribution,
        cast(breakdown_rate_effect as decimal(38, 12)) as breakdown_rate_effect,
        cast(breakdown_mix_effect as decimal(38, 12)) as breakdown_mix_effect,
        is_simpsons_paradox,
        reason,

        is_complete

    from all_rows

)

select * from final
