with

accounts as (

    select * from {{ ref('stg_crm__accounts') }}

),

users as (

    select * from {{ ref('stg_crm__users') }}
    where rejection_reason is null

),

profiles as (

    select * from {{ ref('int_account_profiles') }}

),

months as (

    select * from {{ ref('months') }}

),

breakdown_values as (

    select {{ breakdown_columns() }}
    from profiles
    group by {{ breakdown_sets() }}

),

sign_ups as (

    select
        account_id,
        cast({{ dbt.date_trunc('month', 'created_date') }} as date) as month_start,
        1 as new_account_count,
        0 as new_user_count

    from accounts

    union all

    select
        account_id,
        cast({{ dbt.date_trunc('month', 'created_date') }} as date) as month_start,
        0 as new_account_count,
        1 as new_user_count

    from users

),

-- A company without data on users has null, rather than 0.
known as (

    select
        min(month_start) as first_month,
        sum(new_user_count) as user_count

    from sign_ups

),

by_breakdown as (

    select
        sign_ups.month_start,
        {{ breakdown_columns() }},
        sum(sign_ups.new_account_count) as signed_up_account_count,
        sum(sign_ups.new_user_count) as signed_up_user_count

    from sign_ups

    inner join profiles
        on sign_ups.account_id = profiles.account_id

    group by {{ breakdown_sets(['sign_ups.month_start']) }}

),

final as (

    select
        -- grain
        months.month_start,
        breakdown_values.breakdown,
        breakdown_values.breakdown_value,

        -- counts
        cast(coalesce(by_breakdown.signed_up_account_count, 0) as bigint) as signed_up_account_count,
        case when known.user_count > 0 then cast(coalesce(by_breakdown.signed_up_user_count, 0) as bigint) end
            as signed_up_user_count,

        months.is_complete

    from months

    inner join known
        on months.month_start >= known.first_month

    cross join breakdown_values

    left join by_breakdown
        on months.month_start = by_breakdown.month_start
        and breakdown_values.breakdown = by_breakdown.breakdown
        and breakdown_values.breakdown_value = by_breakdown.breakdown_value

)

select * from final
