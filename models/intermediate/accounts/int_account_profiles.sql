with

accounts as (

    select * from {{ ref('stg_crm__accounts') }}

),

periods as (

    select * from {{ ref('int_paying_periods') }}
    where is_in_mrr

),

rates as (

    select * from {{ ref('int_exchange_rate_months') }}

),

-- The account is described by what it pays for today, or paid for on its last paying day.
with_described_date as (

    select
        *,
        max(
            coalesce(cast({{ dbt.dateadd('day', -1, 'ended_date') }} as date), {{ setting('as_of') }})
        ) over (partition by account_id) as described_date

    from periods

),

open_then as (

    select
        *,
        cast({{ dbt.date_trunc('month', 'described_date') }} as date) as described_month

    from with_described_date

    where started_date <= described_date and (ended_date is null or ended_date > described_date)

),

valued as (

    select
        open_then.account_id,
        open_then.plan_name,
        open_then.currency,
        {{ monthly_value('open_then', 'rates.rate_units') }} as mrr

    from open_then

    inner join rates
        on open_then.currency = rates.currency
        and open_then.described_month = rates.month_start

),

ranked as (

    select
        *,
        row_number() over (partition by account_id order by mrr desc, plan_name asc, currency asc) as size_rank

    from valued

),

main_items as (

    select * from ranked
    where size_rank = 1

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

-- Accounts with the same attributes share a profile: what is kept by profile instead of by account is smaller.
with_profile as (

    select
        *,
        dense_rank() over (
            order by segment, industry, country, acquisition_channel, plan_name, currency
        ) as profile_id

    from described

)

select * from with_profile
