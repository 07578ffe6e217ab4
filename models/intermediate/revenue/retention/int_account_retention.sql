{{ config(materialized='view') }}

with

account_months as (

    select * from {{ ref('int_account_months') }}

),

horizons as (

    select * from {{ ref('int_retention_horizons') }}

),

-- Months of an account have no gaps, so the row that many rows before is the month that many months before.
with_bases as (

    select
        account_id,
        month_start,
        is_complete,
        closing_mrr,
        lag(closing_mrr, 1) over (partition by account_id order by month_start) as mrr_1m_before,
        lag(closing_mrr, 3) over (partition by account_id order by month_start) as mrr_3m_before,
        lag(closing_mrr, 12) over (partition by account_id order by month_start) as mrr_12m_before

    from account_months

),

by_horizon as (

    select
        with_bases.account_id,
        with_bases.month_start,
        with_bases.is_complete,
        with_bases.closing_mrr,
        horizons.horizon_months,
        case horizons.horizon_months
            when 1 then with_bases.mrr_1m_before
            when 3 then with_bases.mrr_3m_before
            when 12 then with_bases.mrr_12m_before
        end as base_mrr

    from with_bases

    cross join horizons

),

final as (

    select
        account_id,
        month_start,
        horizon_months,
        1 as base_account_count,
        case when closing_mrr > 0 then 1 else 0 end as retained_account_count,
        base_mrr,
        closing_mrr as retained_mrr,

        -- Capped account by account: one that grew cannot make up for one that shrank.
        least(base_mrr, closing_mrr) as kept_mrr,
        is_complete

    from by_horizon

    where base_mrr > 0

)

select * from final
