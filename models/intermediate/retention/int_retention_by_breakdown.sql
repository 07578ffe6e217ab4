-- What bases have lost and gained: sums over those of their accounts that are not worth any more what they were. What a
-- base was needs no sum: it is what its month closed with.
with

retention as (

    select * from {{ ref('int_account_retention') }}

),

parts as (

    select * from {{ ref('int_profile_parts') }}

),

breakdowns as (

    select * from {{ ref('int_profile_part_breakdowns') }}

),

changed as (

    select
        profile_id,
        month_start,
        horizon_months,
        base_account_count - retained_account_count as lost_account_count,
        retained_mrr - base_mrr as mrr_change,
        base_mrr - kept_mrr as lost_mrr,
        constant_currency_retained_mrr - constant_currency_base_mrr as constant_currency_mrr_change,
        constant_currency_base_mrr - constant_currency_kept_mrr as constant_currency_lost_mrr

    from retention

    where retained_mrr != base_mrr or constant_currency_retained_mrr != constant_currency_base_mrr

),

by_part as (

    select
        changed.month_start,
        changed.horizon_months,
        parts.profile_part_id,
        sum(changed.lost_account_count) as lost_account_count,
        sum(changed.mrr_change) as mrr_change,
        sum(changed.lost_mrr) as lost_mrr,
        sum(changed.constant_currency_mrr_change) as constant_currency_mrr_change,
        sum(changed.constant_currency_lost_mrr) as constant_currency_lost_mrr

    from changed

    inner join parts
        on changed.profile_id = parts.profile_id

    group by 1, 2, 3

),

by_breakdown as (

    select
        by_part.month_start,
        by_part.horizon_months,
        breakdowns.breakdown,
        breakdowns.breakdown_value,
        sum(by_part.lost_account_count) as lost_account_count,
        sum(by_part.mrr_change) as mrr_change,
        sum(by_part.lost_mrr) as lost_mrr,
        sum(by_part.constant_currency_mrr_change) as constant_currency_mrr_change,
        sum(by_part.constant_currency_lost_mrr) as constant_currency_lost_mrr

    from by_part

    inner join breakdowns
        on by_part.profile_part_id = breakdowns.profile_part_id

    group by 1, 2, 3, 4

)

select * from by_breakdown
