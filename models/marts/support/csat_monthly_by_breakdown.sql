{{ survey_months('csat_answers', {'response_count': 'response_count', 'satisfied_count': 'satisfied_count'}) }}

select
    -- grain
    month_start,
    breakdown,
    breakdown_value,

    -- sums
    response_count,
    satisfied_count,

    -- score
    cast(satisfied_count as double) / nullif(response_count, 0) as csat,
    '1 to 5, satisfied is 4 or 5' as scale,

    is_complete

from by_month
