{%- set amounts = [
    'base_mrr', 'retained_mrr', 'kept_mrr', 'constant_currency_base_mrr', 'constant_currency_retained_mrr',
    'constant_currency_kept_mrr',
] -%}
{{ config(materialized='view') }}

with

retention as (

    select * from {{ ref('int_account_retention') }}

),

profiles as (

    select * from {{ ref('int_account_profiles') }}

),

by_horizon as (

    {% for horizon in retention_horizons() %}
        select
            account_id,
            month_start,
            {{ horizon }} as horizon_months,
            base_account_count_{{ horizon }}m as base_account_count,
            retained_account_count_{{ horizon }}m as retained_account_count,
            {% for amount in amounts %}
                cast({{ amount }}_{{ horizon }}m as decimal(38, 6)) as {{ amount }},
            {% endfor %}
            is_complete

        from retention

        where base_account_count_{{ horizon }}m = 1

        {{ 'union all' if not loop.last }}

    {% endfor %}
),

final as (

    select
        -- ids
        by_horizon.account_id || '|' || cast(by_horizon.month_start as varchar)
        || '|' || cast(by_horizon.horizon_months as varchar) as account_retention_id,
        by_horizon.account_id,
        by_horizon.month_start,
        by_horizon.horizon_months,

        -- the account, as it is at as_of
        profiles.segment,
        profiles.industry,
        profiles.country,
        profiles.acquisition_channel,
        profiles.plan_name,
        profiles.currency,

        -- counts of 0 or 1, to be added up
        by_horizon.base_account_count,
        by_horizon.retained_account_count,

        -- money
        {% for amount in amounts %}
            by_horizon.{{ amount }},
        {% endfor %}

        by_horizon.is_complete

    from by_horizon

    inner join profiles
        on by_horizon.account_id = profiles.account_id

)

select * from final
