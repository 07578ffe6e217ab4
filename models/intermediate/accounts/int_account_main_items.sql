with

periods as (

    select * from {{ ref('int_paying_periods') }}
    where policy_variant_id = 0 and is_in_mrr

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

)

select
    account_id,
    plan_name,
    currency

from ranked

where size_rank = 1
