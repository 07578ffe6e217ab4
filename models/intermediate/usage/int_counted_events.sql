{{ config(materialized='view') }}

with

events as (

    select
        date_day,
        account_number,
        user_number,
        event_name,
        object_id,
        quantity,
        occurred_at,
        session_id

    from {{ ref('int_events') }}

    -- The vendor's own staff and bots are not customers.
    where kept_row is null and not is_internal

),

kept_events as (

    select
        date_day,
        account_number,
        user_number,
        event_name,
        object_id,
        quantity,
        occurred_at,
        session_id

    from {{ ref('int_kept_events') }}

    where rejection_reason is null and not is_internal

),

accepted as (

    select * from events

    union all

    select * from kept_events

),

numbers as (

    select * from {{ ref('stg_crm__entity_numbers') }}

),

excluded_users as (

    select distinct
        excluded.user_id,
        numbers.entity_number as user_number

    from {{ ref('excluded_users') }} as excluded

    inner join numbers
        on excluded.user_id = numbers.entity_id
        and numbers.entity = 'user'

),

merged_accounts as (

    select
        named.entity_number as named_number,
        surviving.entity_number as account_number

    from {{ ref('stg_crm__account_ids') }} as account_ids

    inner join numbers as named
        on account_ids.named_account_id = named.entity_id
        and named.entity = 'account'

    inner join numbers as surviving
        on account_ids.account_id = surviving.entity_id
        and surviving.entity = 'account'

    where account_ids.named_account_id != account_ids.account_id

),

-- Events have the account that they name; here merged ones become the account that continues.
of_surviving_accounts as (

    select
        accepted.date_day,
        coalesce(merged_accounts.account_number, accepted.account_number) as account_number,
        accepted.user_number,
        accepted.event_name,
        accepted.object_id,
        accepted.quantity,
        accepted.occurred_at,
        accepted.session_id

    from accepted

    left join merged_accounts
        on accepted.account_number = merged_accounts.named_number

    -- Bots and testers whose events are not marked as internal.
    left join excluded_users
        on accepted.user_number = excluded_users.user_number

    where excluded_users.user_id is null

)

select * from of_surviving_accounts
