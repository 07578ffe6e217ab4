with

accounts as (

    select * from {{ ref('stg_crm__accounts') }}

),

profiles as (

    select * from {{ ref('int_account_profiles') }}

),

intervals as (

    select * from {{ ref('int_account_paying_intervals') }}

),

movements as (

    select * from {{ ref('int_account_mrr_movements') }}

),

-- The latest change holds until today.
current_mrr as (

    select
        account_id,
        closing_mrr

    from movements

    where next_month_start is null

),

prices as (

    select * from {{ ref('int_item_prices') }}

),

paying_history as (

    select
        account_id,
        min(started_date) as first_paid_date,
        -- Null while the account pays.
        case when count(*) = count(ended_date) then max(ended_date) end as churned_date

    from intervals

    group by 1

),

open_items as (

    select
        account_id,
        max(case when is_trial then 1 else 0 end) = 1 as is_on_trial,
        max(case when amount_after_recurring = 0 and not is_trial then 1 else 0 end) = 1 as is_on_free_plan

    from prices

    where started_date <= {{ setting('as_of') }} and ended_date > {{ setting('as_of') }}

    group by 1

),

final as (

    select
        -- ids
        accounts.account_id,
        accounts.account_name,

        -- what it is
        profiles.segment,
        profiles.industry,
        profiles.country,
        profiles.acquisition_channel,
        profiles.plan_name,
        profiles.currency,
        case
            when paying_history.account_id is not null and paying_history.churned_date is null then 'active'
            when open_items.is_on_trial then 'trial'
            when paying_history.account_id is not null then 'churned'
            when open_items.is_on_free_plan then 'free'
            else 'signed_up'
        end as lifecycle_stage,

        -- money
        cast(coalesce(current_mrr.closing_mrr, 0) as decimal(38, 6)) as current_mrr,
        1 as account_count,

        -- dates
        accounts.created_at,
        accounts.created_date,
        cast({{ dbt.date_trunc('month', 'accounts.created_date') }} as date) as created_month,
        paying_history.first_paid_date,
        cast({{ dbt.date_trunc('month', 'paying_history.first_paid_date') }} as date) as first_paid_month,
        paying_history.churned_date

    from accounts

    inner join profiles
        on accounts.account_id = profiles.account_id

    left join paying_history
        on accounts.account_id = paying_history.account_id

    left join current_mrr
        on accounts.account_id = current_mrr.account_id

    left join open_items
        on accounts.account_id = open_items.account_id

)

select * from final
