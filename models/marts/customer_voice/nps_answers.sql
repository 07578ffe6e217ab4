with

responses as (

    select * from {{ ref('stg_survey__responses') }}

),

users as (

    select * from {{ ref('stg_crm__users') }}

),

profiles as (

    select * from {{ ref('int_account_profiles') }}

),

nps_responses as (

    select
        responses.response_id,
        coalesce(responses.account_id, users.account_id) as account_id,
        responses.user_id,
        users.role,
        responses.score,
        responses.responded_at,
        responses.responded_date,
        cast({{ dbt.date_trunc('month', 'responses.responded_date') }} as date) as month_start,

        -- A respondent is a person, else an account, else the answer itself.
        case
            when responses.user_id is not null then 'user|' || responses.user_id
            when responses.account_id is not null then 'account|' || responses.account_id
            else 'response|' || responses.response_id
        end as respondent_id

    from responses

    left join users
        on responses.user_id = users.user_id

    where responses.survey = 'nps'

),

with_recency as (

    select
        *,
        row_number() over (
            partition by respondent_id, month_start order by responded_at desc, response_id desc
        ) as recency

    from nps_responses

),

final as (

    select
        -- ids
        with_recency.response_id,
        with_recency.account_id,
        with_recency.user_id,
        with_recency.respondent_id,

        -- who answered; the account as it is at as_of
        coalesce(with_recency.role, '(none)') as role,
        coalesce(profiles.segment, '(none)') as segment,
        coalesce(profiles.industry, '(none)') as industry,
        coalesce(profiles.country, '(none)') as country,
        coalesce(profiles.acquisition_channel, '(none)') as acquisition_channel,
        coalesce(profiles.plan_name, '(none)') as plan_name,
        coalesce(profiles.currency, '(none)') as currency,

        -- answer
        with_recency.score,
        with_recency.recency = 1 as is_counted,
        case when with_recency.recency = 1 then 1 else 0 end as response_count,
        case when with_recency.recency = 1 and with_recency.score >= 9 then 1 else 0 end as promoter_count,
        case when with_recency.recency = 1 and with_recency.score between 7 and 8 then 1 else 0 end as passive_count,
        case when with_recency.recency = 1 and with_recency.score <= 6 then 1 else 0 end as detractor_count,

        -- dates
        with_recency.responded_at,
        with_recency.responded_date,
        with_recency.month_start

    from with_recency

    left join profiles
        on with_recency.account_id = profiles.account_id

)

select * from final
