with

movements as (

    select * from {{ ref('int_account_mrr_movements') }}
    where policy_variant_id = 0 and movement_type = 'churn'

),

breakdowns as (

    select * from {{ ref('int_profile_breakdowns') }}

),

months as (

    select * from {{ ref('months') }}

),

by_profile as (

    select
        month_start,
        profile_id,
        case when is_ended_by_non_payment then 'involuntary' else 'voluntary' end as churn_type,
        coalesce(end_reason, '(none)') as churn_reason,
        count(*) as churned_account_count,
        sum(opening_mrr) as churned_mrr

    from movements

    group by month_start, profile_id, is_ended_by_non_payment, end_reason

),

final as (

    select
        -- grain
        by_profile.month_start,
        breakdowns.breakdown,
        breakdowns.breakdown_value,
        by_profile.churn_type,
        by_profile.churn_reason,

        -- who left, and what went with them
        cast(sum(by_profile.churned_account_count) as bigint) as churned_account_count,
        cast(sum(by_profile.churned_mrr) as decimal(38, 6)) as churned_mrr,

        months.is_complete

    from by_profile

    inner join breakdowns
        on by_profile.profile_id = breakdowns.profile_id

    inner join months
        on by_profile.month_start = months.month_start

    group by
        by_profile.month_start, breakdowns.breakdown, breakdowns.breakdown_value, by_profile.churn_type,
        by_profile.churn_reason, months.is_complete

)

select * from final
