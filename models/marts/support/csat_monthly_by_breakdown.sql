with

answers as (

    select * from {{ ref('int_survey_sums') }}
    where survey = 'csat'

)

select
    -- grain
    month_start,
    breakdown,
    breakdown_value,

    -- sums
    response_count,
    favourable_count as satisfied_count,

    -- score
    cast(favourable_count as double) / nullif(response_count, 0) as csat,
    '1 to 5, satisfied is 4 or 5' as scale,

    is_complete

from answers
