with

accounts as (

    select * from {{ ref('stg_crm__accounts') }}

),

main_items as (

    select * from {{ ref('int_account_main_items') }}

),

described as (

    select
        accounts.account_id,
        accounts.segment,
        accounts.industry,
        accounts.country,
        accounts.acquisition_channel,
        coalesce(main_items.plan_name, '(none)') as plan_name,
        coalesce(main_items.currency, '(none)') as currency

    from accounts

    left join main_items
        on accounts.account_id = main_items.account_id

),

-- Accounts that are alike in every breakdown share a profile. Summaries first add up by profile, of which there are
-- few, and only then by breakdown.
with_profile as (

    select
        *,
        dense_rank() over (
            order by segment, industry, country, acquisition_channel, plan_name, currency
        ) as profile_id

    from described

)

select * from with_profile
