-- How much of the change of a ratio each value of a breakdown explains: by its own rate, at the mean of its shares in
-- the two periods, and by its share, at how far the mean of its rates is from the mean of the totals.
with

parts as (

    select * from {{ ref('int_metric_mix_parts') }}

),

-- What a value divides by nothing, such as spend on a channel that brought nobody, is no part of a rate.
with_totals as (

    select
        *,
        cast(
            sum(case when denominator != 0 then cast(numerator as decimal(38, 12)) else 0 end) over one_breakdown
            as double
        ) as all_numerators,
        cast(sum(cast(denominator as decimal(38, 12))) over one_breakdown as double) as all_denominators,
        cast(
            sum(case when previous_denominator != 0 then cast(previous_numerator as decimal(38, 12)) else 0 end)
                over one_breakdown
            as double
        ) as previous_all_numerators,
        cast(sum(cast(previous_denominator as decimal(38, 12))) over one_breakdown as double)
            as previous_all_denominators,
        max(breakdown_value) over one_breakdown as last_value_name,
        min(value_reason) over one_breakdown as known_reason

    from parts

    window one_breakdown as (partition by metric_name, metric_version, period_start, breakdown)

),

with_rates as (

    select
        *,
        numerator / nullif(denominator, 0) as rate,
        previous_numerator / nullif(previous_denominator, 0) as previous_rate,
        denominator / nullif(all_denominators, 0) as base_share,
        previous_denominator / nullif(previous_all_denominators, 0) as previous_base_share,
        all_numerators / nullif(all_denominators, 0) as all_rate,
        previous_all_numerators / nullif(previous_all_denominators, 0) as previous_all_rate,
        coalesce(
            known_reason,
            case
                when all_denominators = 0 then 'no value of ' || breakdown || ' has a denominator'
                when previous_all_denominators = 0 then 'no value of ' || breakdown || ' had a denominator before'
            end
        ) as reason

    from with_totals

),

-- A value that has no rate in one of the two periods has no share there, so the rate of the other may stand in.
with_effects as (

    select
        *,
        (base_share + previous_base_share) / 2
        * (coalesce(rate, previous_rate, 0) - coalesce(previous_rate, rate, 0)) as exact_rate_effect,
        (base_share - previous_base_share) * (
            (coalesce(rate, previous_rate, 0) + coalesce(previous_rate, rate, 0)) / 2
            - (all_rate + previous_all_rate) / 2
        ) as exact_mix_effect,
        {{ metric_tree_rounded('all_rate', 'places') }} - {{ metric_tree_rounded('previous_all_rate', 'places') }}
            as explained_change,
        {{ metric_tree_rounded('total_value', 'places') }} - {{ metric_tree_rounded('previous_total_value', 'places') }}
            as total_change

    from with_rates

),

rounded as (

    select
        *,
        case when reason is null then {{ metric_tree_rounded('exact_rate_effect', 'places') }} end as rate_effect,
        case when reason is null then {{ metric_tree_rounded('exact_mix_effect', 'places') }} end as rounded_mix_effect

    from with_effects

),

-- The mix effect of the last value takes what rounding leaves, in the last digit.
final as (

    select
        metric_name,
        metric_version,
        period_grain,
        period_start,
        breakdown,
        breakdown_value,
        {{ metric_tree_rounded('total_value', 'places') }} as total_value,
        {{ metric_tree_rounded('previous_total_value', 'places') }} as previous_total_value,
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
        rounded_mix_effect
        + case
            when breakdown_value = last_value_name
                then explained_change - sum(rate_effect + rounded_mix_effect) over (
                    partition by metric_name, metric_version, period_start, breakdown
                )
            else 0
        end as mix_effect,
        case when reason is null then explained_change end as explained_change,
        breakdown_value = last_value_name as is_last_value,
        reason,
        is_complete

    from rounded

)

select * from final
