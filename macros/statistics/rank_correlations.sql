{# Spearman's rank correlation of `x` and `y` by `keys`, with the number of pairs. Equal values share the mean of their
   ranks; ranks are doubled to be whole numbers, so that sums are exact. Null for a series that never changes. #}
{% macro rank_correlations(pairs, keys, x, y) %}
    {%- set by = keys | join(', ') -%}
    with with_ranks as (

        select
            {{ by }},
            rank() over (partition by {{ by }} order by {{ x }})
            + (count(*) over (partition by {{ by }}, {{ x }}) - 1) / 2.0 as x_rank,
            rank() over (partition by {{ by }} order by {{ y }})
            + (count(*) over (partition by {{ by }}, {{ y }}) - 1) / 2.0 as y_rank

        from {{ pairs }}

    ),

    added_up as (

        select
            {{ by }},
            count(*) as month_count,
            sum(cast(2 * x_rank as bigint)) as x,
            sum(cast(2 * y_rank as bigint)) as y,
            sum(cast(2 * x_rank as bigint) * cast(2 * x_rank as bigint)) as xx,
            sum(cast(2 * y_rank as bigint) * cast(2 * y_rank as bigint)) as yy,
            sum(cast(2 * x_rank as bigint) * cast(2 * y_rank as bigint)) as xy

        from with_ranks

        group by {{ by }}

    )

    select
        {{ by }},
        month_count,
        cast(month_count * xy - x * y as double)
        / nullif(
            sqrt(cast(month_count * xx - x * x as double)) * sqrt(cast(month_count * yy - y * y as double)), 0
        ) as rank_correlation

    from added_up
{% endmacro %}

{# One end ('-' or '+') of the 95 % interval of a rank correlation: Fisher's transformation, with the standard error of
   Bonett and Wright for ranks. A perfect one has no interval. #}
{% macro rank_correlation_bound(correlation, pair_count, side) %}
    case
        when abs({{ correlation }}) < 1
            then
                1 - 2 / (
                    exp(
                        2 * (
                            0.5 * ln((1 + {{ correlation }}) / (1 - {{ correlation }}))
                            {{ side }} 1.96 * sqrt((1 + {{ correlation }} * {{ correlation }} / 2) / ({{ pair_count }} - 3))
                        )
                    ) + 1
                )
    end
{% endmacro %}
