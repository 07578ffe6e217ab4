with

answers as (

    select * from {{ ref('int_survey_answers') }}
    where survey = 'nps'

),

with_recency as (

    select
        *,
        row_number() over (
            partition by respondent_id, month_start order by responded_at desc, response_id desc
        ) as recency,
        row_number() over (
            partition by respondent_id, quarter_start order by responded_at desc, response_id desc
        ) as recency_in_quarter

    from answers

),

with_rule as (

    select
        *,
        {{ setting('nps_answers') }} = 'all' or recency = 1 as is_counted,
        {{ setting('nps_answers') }} = 'all' or recency_in_quarter = 1 as is_counted_in_quarter

    from with_recency

)

select
    -- ids
    response_id,
    account_id,
    user_id,
    respondent_id,

    -- who answered; the account as it is at as_of
    role,
    segment,
    industry,
    country,
    acquisition_channel,
    plan_name,
    currency,

    -- answer
    score,
    is_counted,
    is_counted_in_quarter,
    case when is_counted then 1 else 0 end as response_count,
    case when is_counted and score >= 9 then 1 else 0 end as promoter_count,
    case when is_counted and score between 7 and 8 then 1 else 0 end as passive_count,
    case when is_counted and score <= 6 then 1 else 0 end as detractor_count,

    -- dates
    responded_at,
    responded_date,
    month_start,
    quarter_start

from with_rule
