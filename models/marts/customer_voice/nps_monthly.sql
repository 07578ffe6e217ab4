with

answers as (

    select * from {{ ref('int_nps_by_breakdown') }}

),

months as (

    select * from {{ ref('months') }}

),

breakdown_values as (

    select distinct
        breakdown,
        breakdown_value
    from answers

),

first_month as (

    select min(month_start) as month_start from answers

),

-- A month without answers is a row with null scores.
dense as (

    select
        months.month_start,
        months.is_complete,
        breakdown_values.breakdown,
        breakdown_values.breakdown_value,
        coalesce(answers.promoter_count, 0) as promoter_count,
        coalesce(answers.passive_count, 0) as passive_count,
        coalesce(answers.detractor_count, 0) as detractor_count,
        coalesce(answers.response_count, 0) as response_count

    from months

    inner join first_month
        on months.month_start >= first_month.month_start

    cross join breakdown_values

    left join answers
        on months.month_start = answers.month_start
        and breakdown_values.breakdown = answers.breakdown
        and breakdown_values.breakdown_value = answers.breakdown_value

),

with_shares as (

    select
        *,
        cast(promoter_count as double) / nullif(response_count, 0) as promoter_share,
        cast(detractor_count as double) / nullif(response_count, 0) as detractor_share

    from dense

),

final as (

    select
        -- grain
        month_start,
        breakdown,
        breakdown_value,

        -- counts
        promoter_count,
        passive_count,
        detractor_count,
        response_count,

        -- score
        100.0 * (promoter_count - detractor_count) / nullif(response_count, 0) as nps,
        case
            when response_count >= 30
                then 1.96 * 100 * sqrt(
                    (promoter_share + detractor_share - power(promoter_share - detractor_share, 2)) / response_count
                )
        end as margin_of_error,

        is_complete

    from with_shares

)

select * from final
