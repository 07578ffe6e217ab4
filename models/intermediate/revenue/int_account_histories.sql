with

variants as (

    select * from {{ ref('int_account_policy_variants') }}
    where is_whole_policy

),

intervals as (

    select * from {{ ref('int_account_paying_intervals') }}

),

profiles as (

    select * from {{ ref('int_account_profiles') }}

),

first_months as (

    select
        history_id,
        cast({{ dbt.date_trunc('month', 'min(started_date)') }} as date) as first_paid_month

    from intervals

    group by 1

)

select
    variants.history_id,
    variants.policy_variant_id,
    variants.account_id,
    variants.rule_set_id,
    profiles.profile_id,
    first_months.first_paid_month

from variants

inner join profiles
    on variants.account_id = profiles.account_id

-- An account that only ever pays for usage never has a first month of MRR.
left join first_months
    on variants.history_id = first_months.history_id
