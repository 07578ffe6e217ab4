{{ config(materialized='view') }}

with

retention as (

    select * from {{ ref('int_account_retention') }}

),

profiles as (

    select * from {{ ref('int_account_profiles') }}

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
