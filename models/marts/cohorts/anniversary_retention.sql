with

anniversaries as (

    select * from {{ ref('account_anniversaries') }}

),

profiles as (

    select * from {{ ref('int_account_profiles') }}

),

breakdowns as (

    select * from {{ ref('int_profile_breakdowns') }}

),

by_profile as (

    select
        anniversaries.month_start,
        anniversaries.is_first_year_complete,
        anniversaries.is_complete,
        profiles.profile_id,
        sum(anniversaries.paid_account_count) as paid_account_count,
        sum(anniversaries.first_year_retained_count) as first_year_retained_count,
        sum(anniversaries.second_year_base_count) as second_year_base_count,
        sum(anniversaries.second_year_retained_count) as second_year_retained_count

    from anniversaries

    inner join profiles
        on anniversaries.account_id = profiles.account_id

    group by 1, 2, 3, 4

),

by_breakdown as (

    select
        by_profile.month_start,
        breakdowns.breakdown,
        breakdowns.breakdown_value,
        by_profile.is_first_year_complete,
        by_profile.is_complete,
        cast(sum(by_profile.paid_account_count) as bigint) as paid_account_count,
        cast(sum(by_profile.first_year_retained_count) as bigint) as first_year_retained_count,
        cast(sum(by_profile.second_year_base_count) as bigint) as second_year_base_count,
        cast(sum(by_profile.second_year_retained_count) as bigint) as second_year_retained_count

    from by_profile

    inner join breakdowns
        on by_profile.profile_id = breakdowns.profile_id

    group by 1, 2, 3, 4, 5

),

final as (

    select
        -- grain
        month_start,
        breakdown,
        breakdown_value,

        -- the first year
        paid_account_count,
        case when is_first_year_complete then paid_account_count end as first_year_base_count,
        case when is_first_year_complete then first_year_retained_count end as first_year_retained_count,
        case when is_first_year_complete then cast(first_year_retained_count as double) / paid_account_count end
            as first_year_retention_rate,

        -- the second year, of those who completed the first
        case when is_complete then second_year_base_count end as second_year_base_count,
        case when is_complete then second_year_retained_count end as second_year_retained_count,
        case when is_complete then cast(second_year_retained_count as double) / nullif(second_year_base_count, 0) end
            as second_year_retention_rate,

        is_first_year_complete,
        is_complete

    from by_breakdown

)

select * from final
