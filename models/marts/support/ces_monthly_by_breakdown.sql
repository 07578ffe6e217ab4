with

answers as (

    select * from {{ ref('int_survey_sums') }}
    where survey = 'ces'

)

select
    -- grain
    month_start,
    breakdown,
    breakdown_value,

    -- sums
    response_count,
    score_sum,
    favourable_count as agree_count,

    -- scores; which way is good is part of the scale
    cast(score_sum as double) / nullif(response_count, 0) as ces,
    cast(favourable_count as double) / nullif(response_count, 0) as agree_share,
    '1 to 7, 7 is least effort, agreement is 5 to 7' as scale,

    is_complete

from answers
