-- How much of the change of a ratio each value of a breakdown explains: by its own rate, at the mean of its shares in
-- the two periods, and by its share, at how far the mean of its rates is from the mean of the totals.
with

parts as (

    select * from {{ ref('int_metric_mix_parts') }}

),

-- An amount with a denominator of 0, such as spend on a channel that won nobody, is not part of a rate.
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
        {{ metric_tree_rounded('total_value', 'places') }} as exact_total_value,
        {{ metric_tree_rounded('previous_total_value', 'places') }} as exact_previous_total_value,
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

-- The mix effect of the last value absorbs the rounding, in the last digit.
effects as (

    select
        *,
        rounded_mix_effect
        + case
            when breakdown_value = last_value_name
                then explained_change - sum(rate_effect + rounded_mix_effect) over (
                    partition by metric_name, metric_version, period_start, breakdown
                )
            else 0
        end as mix_effect

    from rounded

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

-- The last value is there twice, the second time as the row of the remainder that the values do not explain.
all_rows as (

    select
        *,
        false as is_unexplained
    from with_sums

    union all

    select
        *,
        true as is_unexplained
    from with_sums
    where breakdown_value = last_value_name

)

select
    -- grain
    metric_name,
    metric_version,
    period_grain,
    period_start,
    breakdown,
    case when is_unexplained then '(unexplained)' else breakdown_value end as breakdown_value,

    -- the total
    exact_total_value as total_value,
    exact_previous_total_value as previous_total_value,
    cast(total_change as decimal(38, 12)) as total_change,

    -- the value of the breakdown
    {% for name in [
        'numerator', 'denominator', 'previous_numerator', 'previous_denominator', 'rate', 'previous_rate', 'base_share',
        'previous_base_share',
    ] %}
        case when not is_unexplained then {{ name }} end as {{ name }},
    {% endfor %}

    -- what it adds to the change of the total
    cast(case when not is_unexplained then rate_effect end as decimal(38, 12)) as rate_effect,
    cast(case when not is_unexplained then mix_effect end as decimal(38, 12)) as mix_effect,
    cast(
        case
            when not is_unexplained then rate_effect + mix_effect
            when reason is null then total_change - explained_change
        end as decimal(38, 12)
    ) as contribution,
    cast(breakdown_rate_effect as decimal(38, 12)) as breakdown_rate_effect,
    cast(breakdown_mix_effect as decimal(38, 12)) as breakdown_mix_effect,
    is_simpsons_paradox,
    reason,

    is_complete

from all_rows
