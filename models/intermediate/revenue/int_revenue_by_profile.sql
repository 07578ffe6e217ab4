with

movements as (

    select * from {{ ref('mrr_movements') }}

),

profiles as (

    select * from {{ ref('int_account_profiles') }}

),

by_profile as (

    select
        movements.month_start,
        movements.is_complete,
        profiles.profile_id,
        cast(sum(movements.opening_mrr) as decimal(38, 6)) as opening_mrr,
        cast(sum(movements.new_mrr) as decimal(38, 6)) as new_mrr,
        cast(sum(movements.reactivation_mrr) as decimal(38, 6)) as reactivation_mrr,
        cast(sum(movements.expansion_mrr) as decimal(38, 6)) as expansion_mrr,
        cast(sum(movements.contraction_mrr) as decimal(38, 6)) as contraction_mrr,
        cast(sum(movements.churned_mrr) as decimal(38, 6)) as churned_mrr,
        cast(sum(movements.fx_mrr) as decimal(38, 6)) as fx_mrr,
        cast(sum(movements.closing_mrr) as decimal(38, 6)) as closing_mrr,
        cast(sum(movements.net_new_mrr) as decimal(38, 6)) as net_new_mrr,
        cast(sum(movements.gained_mrr) as decimal(38, 6)) as gained_mrr,
        cast(sum(movements.lost_mrr) as decimal(38, 6)) as lost_mrr,
        cast(sum(movements.net_lost_mrr) as decimal(38, 6)) as net_lost_mrr,
        sum(movements.opening_account_count) as opening_account_count,
        sum(movements.paying_account_count) as paying_account_count,
        sum(movements.new_account_count) as new_account_count,
        sum(movements.reactivated_account_count) as reactivated_account_count,
        sum(movements.churned_account_count) as churned_account_count,
        sum(movements.voluntary_churned_account_count) as voluntary_churned_account_count,
        sum(movements.involuntary_churned_account_count) as involuntary_churned_account_count,
        sum(movements.intra_month_churn_count) as intra_month_churn_count

    from movements

    inner join profiles
        on movements.account_id = profiles.account_id

    group by 1, 2, 3

)

select * from by_profile
