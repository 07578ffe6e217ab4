with

answers as (

    select * from {{ ref('int_survey_answers') }}
    where survey = 'csat'

)

select
    -- ids
    response_id,
    account_id,
    user_id,

    -- who answered, about what; the account as it is at as_of
    role,
    subject,
    segment,
    industry,
    country,
    acquisition_channel,
    plan_name,
    currency,

    -- answer; every one counts, since each is about something that was done
    score,
    1 as response_count,
    case when is_favourable then 1 else 0 end as satisfied_count,

    -- dates
    responded_at,
    responded_date,
    month_start

from answers
