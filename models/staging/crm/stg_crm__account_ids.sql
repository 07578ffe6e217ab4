-- Every id by which raw rows may name an account: its own, and those of accounts that were merged into it.
with

accounts as (

    select * from {{ ref('base_crm__accounts') }}
    where rejection_reason is null

),

merge_links as (

    select * from {{ ref('stg_billing__account_merges') }}
    where rejection_reason is null

),

named as (

    select
        accounts.account_id as named_account_id,
        coalesce(merge_links.new_id, accounts.account_id) as account_id,
        accounts.created_at

    from accounts

    left join merge_links
        on accounts.account_id = merge_links.old_id

    union all

    -- An old account that the CRM no longer has.
    select
        merge_links.old_id as named_account_id,
        merge_links.new_id as account_id,
        cast(null as timestamp) as created_at

    from merge_links

    left join accounts
        on merge_links.old_id = accounts.account_id

    where accounts.account_id is null

),

with_first_creation as (

    select
        named_account_id,
        account_id,
        min(created_at) over (partition by account_id) as created_at

    from named

)

select * from with_first_creation
