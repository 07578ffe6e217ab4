with recursive

known_ids as (

    select distinct subscription_id as known_id from {{ ref('stg_billing__subscription_items') }}

),

{{ checked_merges("entity = 'subscription'") }}

select * from checked_merges
