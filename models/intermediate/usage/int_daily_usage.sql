{{ config(materialized='view') }}

with

events_by_day as (

    select
        date_day,
        account_id,
        user_id,
        event_name,
        object_id,
        event_count,
        quantity

    from {{ ref('int_events_by_day') }}

    -- The vendor's own staff and bots are not customers.
    where kept_row is null and not is_internal

),

kept_events as (

    select
        date_day,
        account_id,
        user_id,
        event_name,
        object_id,
        1 as event_count,
        quantity

    from {{ ref('int_kept_events') }}

    where rejection_reason is null and not is_internal

),

usage as (

    select * from events_by_day

    union all

    select * from kept_events

),

excluded_users as (

    select distinct user_id from {{ ref('excluded_users') }}

),

merged_account_ids as (

    select
        named_account_id,
        account_id
    from {{ ref('stg_crm__account_ids') }}
    where named_account_id != account_id

),

-- The rollup has accounts as the events name them; here merged ones become the account that continues.
of_surviving_accounts as (

    select
        usage.date_day,
        coalesce(merged_account_ids.account_id, usage.account_id) as account_id,
        usage.user_id,
        usage.event_name,
        usage.object_id,
        usage.event_count,
        usage.quantity

    from usage

    left join merged_account_ids
        on usage.account_id = merged_account_ids.named_account_id

    -- Bots and testers whose events are not marked as internal.
    left join excluded_users
        on usage.user_id = excluded_users.user_id

    where excluded_users.user_id is null

)

select * from of_surviving_accounts
