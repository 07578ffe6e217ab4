with

accounts as (

    select * from {{ ref('base_crm__accounts') }}
    where rejection_reason is null

),

account_ids as (

    select * from {{ ref('stg_crm__account_ids') }}

)

select
    accounts.account_id,
    accounts.account_name,
    coalesce(accounts.segment, '(none)') as segment,
    coalesce(accounts.industry, '(none)') as industry,
    coalesce(accounts.country, '(none)') as country,
    coalesce(accounts.acquisition_channel, '(none)') as acquisition_channel,
    account_ids.created_at,
    {{ local_date('account_ids.created_at') }} as created_date

from accounts

inner join account_ids
    on accounts.account_id = account_ids.named_account_id

-- An account that was merged into another is not an account of its own.
where account_ids.account_id = account_ids.named_account_id
