{{ config(materialized='view') }}

with

account_months as (

    select * from {{ ref('int_account_months') }}

),

profiles as (

    select * from {{ ref('int_account_profiles') }}

),

horizons as (

    {% for horizon in retention_horizons() %}
        select {{ horizon }} as horizon_months
        {{ 'union all' if not loop.last }}
    {% endfor %}

),

-- Months of an account have no gaps, so the row that many rows before is the month that many months before.
with_bases as (

    select
        account_id,
        month_start,
        is_complete,
        closing_mrr,
        {% for horizon in retention_horizons() %}
            lag(closing_mrr, {{ horizon }}) over account_history as mrr_{{ horizon }}m_before,
            lag(constant_currency_mrr, {{ horizon }}) over account_history as constant_mrr_{{ horizon }}m_before,
        {% endfor %}
        constant_currency_mrr

    from account_months

    window account_history as (partition by account_id order by month_start)

),

by_horizon as (

    select
        with_bases.account_id,
        with_bases.month_start,
        with_bases.is_complete,
        with_bases.closing_mrr,
        with_bases.constant_currency_mrr,
        horizons.horizon_months,
        case horizons.horizon_months
            {% for horizon in retention_horizons() %}
                when {{ horizon }} then with_bases.mrr_{{ horizon }}m_before
            {% endfor %}
        end as base_mrr,
        case horizons.horizon_months
            {% for horizon in retention_horizons() %}
                when {{ horizon }} then with_bases.constant_mrr_{{ horizon }}m_before
            {% endfor %}
        end as constant_currency_base_mrr

    from with_bases

    cross join horizons

),

retention as (

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
        constant_currency_base_mrr,
        constant_currency_mrr as constant_currency_retained_mrr,
        least(constant_currency_base_mrr, constant_currency_mrr) as constant_currency_kept_mrr,
        is_complete

    from by_horizon

    -- An account that did not pay then is not in the base, whatever it pays now.
    where base_mrr > 0

),

final as (

    select
        -- ids
        retention.account_id || '|' || cast(retention.month_start as varchar)
        || '|' || cast(retention.horizon_months as varchar) as account_retention_id,
        retention.account_id,
        retention.month_start,
        retention.horizon_months,

        -- the account, as it is at as_of
        profiles.segment,
        profiles.industry,
        profiles.country,
        profiles.acquisition_channel,
        profiles.plan_name,
        profiles.currency,

        -- counts of 0 or 1, to be added up
        retention.base_account_count,
        retention.retained_account_count,

        -- money
        {% for amount in [
            'base_mrr', 'retained_mrr', 'kept_mrr', 'constant_currency_base_mrr', 'constant_currency_retained_mrr',
            'constant_currency_kept_mrr',
        ] %}
            cast(retention.{{ amount }} as decimal(38, 6)) as {{ amount }},
        {% endfor %}

        retention.is_complete

    from retention

    inner join profiles
        on retention.account_id = profiles.account_id

)

select * from final
