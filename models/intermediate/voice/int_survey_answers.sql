with

responses as (

    select * from {{ ref('stg_survey__responses') }}
    where rejection_reason is null

),

users as (

    select * from {{ ref('stg_crm__users') }}
    where rejection_reason is null

),

profiles as (

    select * from {{ ref('int_account_profiles') }}

),

answers as (

    select
        responses.response_id,
        responses.survey,
        coalesce(responses.account_id, users.account_id) as account_id,
        responses.user_id,
        users.role,
        responses.subject,
        responses.score,
        responses.responded_at,
        responses.responded_date,
        cast({{ dbt.date_trunc('month', 'responses.responded_date') }} as date) as month_start,
        cast({{ dbt.date_trunc('quarter', 'responses.responded_date') }} as date) as quarter_start,

        -- A respondent is a person, else an account, else the answer itself.
        case
            when responses.user_id is not null then 'user|' || responses.user_id
            when responses.account_id is not null then 'account|' || responses.account_id
            else 'response|' || responses.response_id
        end as respondent_id,

        -- What the survey's score counts: promoters, those who agree, those who are satisfied.
        case
            when responses.survey = 'nps' then responses.score >= 9
            when responses.survey = 'ces' then responses.score >= 5
            else responses.score >= 4
        end as is_favourable

    from responses

    left join users
        on responses.user_id = users.user_id

)

select
    -- ids
    answers.response_id,
    answers.survey,
    answers.account_id,
    answers.user_id,
    answers.respondent_id,

    -- who answered, about what; the account as it is at as_of
    coalesce(answers.role, '(none)') as role,
    coalesce(answers.subject, '(none)') as subject,
    coalesce(profiles.segment, '(none)') as segment,
    coalesce(profiles.industry, '(none)') as industry,
    coalesce(profiles.country, '(none)') as country,
    coalesce(profiles.acquisition_channel, '(none)') as acquisition_channel,
    coalesce(profiles.plan_name, '(none)') as plan_name,
    coalesce(profiles.currency, '(none)') as currency,

    -- answer
    answers.score,
    answers.is_favourable,

    -- dates
    answers.responded_at,
    answers.responded_date,
    answers.month_start,
    answers.quarter_start

from answers

left join profiles
    on answers.account_id = profiles.account_id
