{#- The two-sided 95 % point of the normal distribution. -#}
{%- set z = 1.959963984540054 -%}
with

counts as (

    select * from {{ ref('int_return_counts') }}

),

paired as (

    select
        done.entity,
        done.breakdown,
        done.breakdown_value,
        done.event_name,
        done.entity_count as with_count,
        done.returned_count as with_returned_count,
        everyone.entity_count - done.entity_count as without_count,
        everyone.returned_count - done.returned_count as without_returned_count

    from counts as done

    inner join counts as everyone
        on done.entity = everyone.entity
        and done.breakdown = everyone.breakdown
        and done.breakdown_value = everyone.breakdown_value
        and everyone.event_name is null

    where done.event_name is not null

),

-- Too few on either side say nothing.
with_rates as (

    select
        *,
        case
            when least(with_count, without_count) >= {{ setting('return_minimum_count') }}
                then cast(with_returned_count as double) / nullif(with_count, 0)
        end as with_return_rate,
        case
            when least(with_count, without_count) >= {{ setting('return_minimum_count') }}
                then cast(without_returned_count as double) / nullif(without_count, 0)
        end as without_return_rate

    from paired

),

-- Wilson's interval of each rate: centre and half width.
with_wilson as (

    select
        *,
        (with_return_rate + {{ z }} * {{ z }} / (2 * nullif(with_count, 0)))
        / (1 + {{ z }} * {{ z }} / nullif(with_count, 0)) as with_centre,
        {{ z }} * sqrt(
            with_return_rate * (1 - with_return_rate) / nullif(with_count, 0)
            + {{ z }} * {{ z }} / (4.0 * nullif(with_count, 0) * nullif(with_count, 0))
        ) / (1 + {{ z }} * {{ z }} / nullif(with_count, 0)) as with_half_width,
        (without_return_rate + {{ z }} * {{ z }} / (2 * nullif(without_count, 0)))
        / (1 + {{ z }} * {{ z }} / nullif(without_count, 0)) as without_centre,
        {{ z }} * sqrt(
            without_return_rate * (1 - without_return_rate) / nullif(without_count, 0)
            + {{ z }} * {{ z }} / (4.0 * nullif(without_count, 0) * nullif(without_count, 0))
        ) / (1 + {{ z }} * {{ z }} / nullif(without_count, 0)) as without_half_width

    from with_rates

),

final as (

    select
        -- grain
        entity,
        breakdown,
        breakdown_value,
        event_name,

        -- who did it in the first days, and who of them returned
        with_count,
        with_returned_count,
        with_return_rate,

        -- who did not
        without_count,
        without_returned_count,
        without_return_rate,

        -- the difference; its interval is Newcombe's, made from the two Wilson intervals
        with_return_rate - without_return_rate as return_rate_difference,
        with_return_rate - without_return_rate - sqrt(
            power(with_return_rate - (with_centre - with_half_width), 2)
            + power(without_centre + without_half_width - without_return_rate, 2)
        ) as difference_low,
        with_return_rate - without_return_rate + sqrt(
            power(with_centre + with_half_width - with_return_rate, 2)
            + power(without_return_rate - (without_centre - without_half_width), 2)
        ) as difference_high,
        with_return_rate / nullif(without_return_rate, 0) as return_lift,

        -- the settings
        {{ setting('return_first_days') }} as first_days,
        {{ setting('return_day') }} - {{ setting('return_bracket_days') }} + 1 as return_from_day,
        {{ setting('return_day') }} as return_to_day

    from with_wilson

)

select * from final
