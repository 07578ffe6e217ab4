with

account_months as (

    select * from {{ ref('int_account_months') }}

),

profiles as (

    select * from {{ ref('int_account_profiles') }}

),

breakdowns as (

    select * from {{ ref('int_profile_breakdowns') }}

),

by_profile as (

    select
        account_months.first_paid_month as cohort_month,
        account_months.month_start,
        account_months.is_complete,
        profiles.profile_id,
        count(*) as cohort_account_count,
        sum(case when account_months.closing_mrr > 0 then 1 else 0 end) as retained_account_count,
        sum(account_months.closing_mrr) as mrr

    from account_months

    inner join profiles
        on account_months.account_id = profiles.account_id

    -- Who has paid for usage alone belongs to no cohort (yet).
    where account_months.first_paid_month <= account_months.month_start

    group by 1, 2, 3, 4

),

by_breakdown as (

    select
        by_profile.cohort_month,
        by_profile.month_start,
        by_profile.is_complete,
        breakdowns.breakdown,
        breakdowns.breakdown_value,
        cast(sum(by_profile.cohort_account_count) as bigint) as cohort_account_count,
        cast(sum(by_profile.retained_account_count) as bigint) as retained_account_count,
        cast(sum(by_profile.mrr) as decimal(38, 6)) as mrr

    from by_profile

    inner join breakdowns
        on by_profile.profile_id = breakdowns.profile_id

    group by 1, 2, 3, 4, 5

)

select * from by_breakdown
