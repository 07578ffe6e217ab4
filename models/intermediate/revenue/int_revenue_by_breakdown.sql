with

by_profile as (

    select * from {{ ref('int_revenue_by_profile') }}

),

breakdowns as (

    select * from {{ ref('int_profile_breakdowns') }}

),

by_breakdown as (

    select
        by_profile.month_start,
        by_profile.is_complete,
        breakdowns.breakdown,
        breakdowns.breakdown_value,
        cast(sum(by_profile.opening_mrr) as decimal(38, 6)) as opening_mrr,
        cast(sum(by_profile.new_mrr) as decimal(38, 6)) as new_mrr,
        cast(sum(by_profile.reactivation_mrr) as decimal(38, 6)) as reactivation_mrr,
        cast(sum(by_profile.expansion_mrr) as decimal(38, 6)) as expansion_mrr,
        cast(sum(by_profile.contraction_mrr) as decimal(38, 6)) as contraction_mrr,
        cast(sum(by_profile.churned_mrr) as decimal(38, 6)) as churned_mrr,
        cast(sum(by_profile.fx_mrr) as decimal(38, 6)) as fx_mrr,
        cast(sum(by_profile.closing_mrr) as decimal(38, 6)) as closing_mrr,
        cast(sum(by_profile.net_new_mrr) as decimal(38, 6)) as net_new_mrr,
        cast(sum(by_profile.gained_mrr) as decimal(38, 6)) as gained_mrr,
        cast(sum(by_profile.lost_mrr) as decimal(38, 6)) as lost_mrr,
        cast(sum(by_profile.net_lost_mrr) as decimal(38, 6)) as net_lost_mrr,
        cast(sum(by_profile.opening_account_count) as bigint) as opening_account_count,
        cast(sum(by_profile.paying_account_count) as bigint) as paying_account_count,
        cast(sum(by_profile.new_account_count) as bigint) as new_account_count,
        cast(sum(by_profile.reactivated_account_count) as bigint) as reactivated_account_count,
        cast(sum(by_profile.churned_account_count) as bigint) as churned_account_count,
        cast(sum(by_profile.voluntary_churned_account_count) as bigint) as voluntary_churned_account_count,
        cast(sum(by_profile.involuntary_churned_account_count) as bigint) as involuntary_churned_account_count,
        cast(sum(by_profile.intra_month_churn_count) as bigint) as intra_month_churn_count

    from by_profile

    inner join breakdowns
        on by_profile.profile_id = breakdowns.profile_id

    group by 1, 2, 3, 4

)

select * from by_breakdown
