with

feature_months as (

    select * from {{ ref('int_account_feature_months') }}

),

accounts as (

    select * from {{ ref('int_sign_ups') }}
    where entity = 'account'

),

profiles as (

    select * from {{ ref('int_account_profiles') }}

),

features as (

    select
        account_number,
        event_name,
        min(first_used_date) as first_used_date,
        max(last_used_date) as last_used_date,
        sum(event_count) as event_count,
        sum(recent_event_count) as recent_event_count

    from feature_months

    group by 1, 2

)

select
    -- ids
    accounts.account_id || '|' || features.event_name as account_feature_id,
    accounts.account_id,
    features.event_name,

    -- the account, as it is at as_of
    profiles.segment,
    profiles.industry,
    profiles.country,
    profiles.acquisition_channel,
    profiles.plan_name,
    profiles.currency,

    -- use
    features.first_used_date,
    features.last_used_date,
    cast(features.event_count as bigint) as event_count,
    cast(features.recent_event_count as bigint) as recent_event_count,
    1 as adoption_count,
    case when features.recent_event_count > 0 then 'in_use' else 'abandoned' end as feature_status

from features

inner join accounts
    on features.account_number = accounts.account_number

inner join profiles
    on accounts.account_id = profiles.account_id
