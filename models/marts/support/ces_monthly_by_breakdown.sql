{{ survey_months('ces_answers', {
    'response_count': 'response_count', 'score_sum': 'score', 'agree_count': 'agree_count',
}) }}

select
    -- grain
    month_start,
    breakdown,
    breakdown_value,

    -- sums
    response_count,
    score_sum,
    agree_count,

    -- scores; which way is good is part of the scale
    cast(score_sum as double) / nullif(response_count, 0) as ces,
    cast(agree_count as double) / nullif(response_count, 0) as agree_share,
    '1 to 7, 7 is least effort, agreement is 5 to 7' as scale,

    is_complete

from by_month
