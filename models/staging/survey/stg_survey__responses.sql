with

source as (

    select * from {{ source('survey', 'survey_responses') }}

),

accounts as (

    select * from {{ ref('stg_crm__account_ids') }}

),

users as (

    select * from {{ ref('stg_crm__users') }}
    where rejection_reason is null

),

trimmed as (

    select
        {{ text_value('response_id') }} as response_id,
        lower({{ text_value('survey') }}) as survey,
        {{ text_value('account_id') }} as account_id,
        {{ text_value('user_id') }} as user_id,
        {{ text_value('subject') }} as subject,
        {{ text_value('score') }} as score_text,
        {{ text_value('responded_at') }} as responded_at_text,
        {{ version_texts() }},
        source as raw_row

    from source

),

parsed as (

    select
        *,
        case when regexp_full_match(score_text, '\d{1,2}') then cast(score_text as integer) end as score,
        {{ utc_timestamp('responded_at_text') }} as responded_at,
        {{ version_values() }},
        {{ row_content([
            'response_id', 'survey', 'account_id', 'user_id', 'subject', 'score_text', 'responded_at_text'
        ]) }} as row_content

    from trimmed

),

checked as (

    select
        parsed.*,
        accounts.account_id as surviving_account_id,
        case
            when parsed.response_id is null then 'missing_key'
            {{ version_reasons('parsed') }}
            when parsed.survey is null or parsed.score_text is null or parsed.responded_at_text is null
                then 'missing_value'
            when parsed.responded_at is null then 'invalid_timestamp'
            when parsed.survey not in ('nps', 'ces', 'csat') then 'unknown_survey'
            when parsed.account_id is not null and accounts.account_id is null then 'orphan'
            when parsed.user_id is not null and users.user_id is null then 'orphan'
            when {{ local_date('parsed.responded_at') }} > {{ setting('as_of') }} then 'future'
            when parsed.score is null then 'invalid_score'
            when parsed.survey = 'nps' and parsed.score not between 0 and 10 then 'invalid_score'
            when parsed.survey = 'ces' and parsed.score not between 1 and 7 then 'invalid_score'
            when parsed.survey = 'csat' and parsed.score not between 1 and 5 then 'invalid_score'
        end as row_reason

    from parsed

    left join accounts
        on parsed.account_id = accounts.named_account_id

    left join users
        on parsed.user_id = users.user_id

),

with_duplicates as (

    select
        *,
        {{ duplicate_reason('response_id') }} as rejection_reason

    from checked

)

select
    response_id,
    survey,
    coalesce(surviving_account_id, account_id) as account_id,
    user_id,
    subject,
    score,
    responded_at,
    {{ local_date('responded_at') }} as responded_date,
    response_id as row_key,
    {{ rejected_text('raw_row') }} as raw_text,
    rejection_reason

from with_duplicates
