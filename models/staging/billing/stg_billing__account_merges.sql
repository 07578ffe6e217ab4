-- The rows of merge_map that are about accounts, or about nothing known. Those about subscriptions have to wait until
-- the accounts of the items are known.
with recursive

known_ids as (

    select account_id as known_id from {{ ref('base_crm__accounts') }}
    where rejection_reason is null

),

{{ checked_merges("entity is null or entity != 'subscription'") }}

select * from checked_merges
