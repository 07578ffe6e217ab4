{%- set steps = ['onboarded', 'first_value', 'north_star', 'paying', 'retained', 'expanded'] -%}
with

outcomes as (

    select * from {{ ref('int_account_step_outcomes') }}

),

accounts as (

    select * from {{ ref('stg_crm__accounts') }}

),

profiles as (

    select * from {{ ref('int_account_profiles') }}

),

-- A step that activation_steps.csv does not have has no date and no cohort.
by_account as (

    select
        {% for step in steps %}
            max(case when step_name = '{{ step }}' then reached_date end) as {{ step }}_date,
            cast(max(case when step_name = '{{ step }}' then days_to_step end) as bigint) as days_to_{{ step }},
            bool_or(case when step_name = '{{ step }}' then is_window_over end) as is_{{ step }}_window_over,
            max(case when step_name = '{{ step }}' and is_complete then 1 else 0 end) as {{ step }}_cohort_count,
            max(case when step_name = '{{ step }}' and is_complete and is_in_window then 1 else 0 end)
                as {{ step }}_reached_count,
        {% endfor %}
        account_id

    from outcomes

    group by account_id

),

final as (

    select
        -- ids
        accounts.account_id,

        -- the account, as it is at as_of
        profiles.segment,
        profiles.industry,
        profiles.country,
        profiles.acquisition_channel,
        profiles.plan_name,
        profiles.currency,

        -- the steps
        {% for step in steps %}
            by_account.{{ step }}_date,
            by_account.days_to_{{ step }},
            by_account.is_{{ step }}_window_over,
            coalesce(by_account.{{ step }}_cohort_count, 0) as {{ step }}_cohort_count,
            coalesce(by_account.{{ step }}_reached_count, 0) as {{ step }}_reached_count,
        {% endfor %}

        -- the cohort
        accounts.created_date,
        cast({{ dbt.date_trunc('month', 'accounts.created_date') }} as date) as created_month

    from accounts

    inner join profiles
        on accounts.account_id = profiles.account_id

    left join by_account
        on accounts.account_id = by_account.account_id

)

select * from final
