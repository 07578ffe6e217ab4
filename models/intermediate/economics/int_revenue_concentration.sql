with

account_months as (

    select * from {{ ref('int_account_months') }}
    where closing_mrr > 0

),

breakdowns as (

    select * from {{ ref('int_profile_breakdowns') }}

),

-- Among equal accounts it does not matter which is counted.
ranked as (

    select
        account_months.month_start,
        breakdowns.breakdown_id,
        account_months.closing_mrr,
        row_number() over (
            partition by account_months.month_start, breakdowns.breakdown_id order by account_months.closing_mrr desc
        ) as size_rank

    from account_months

    inner join breakdowns
        on account_months.profile_id = breakdowns.profile_id

),

by_breakdown as (

    select
        month_start,
        breakdown_id,
        cast(max(closing_mrr) as decimal(38, 6)) as largest_account_mrr,
        cast(sum(closing_mrr) as decimal(38, 6)) as top_10_mrr

    from ranked

    where size_rank <= 10

    group by 1, 2

),

breakdown_values as (

    select distinct
        breakdown_id,
        breakdown,
        breakdown_value

    from breakdowns

),

final as (

    select
        by_breakdown.month_start,
        breakdown_values.breakdown,
        breakdown_values.breakdown_value,
        by_breakdown.largest_account_mrr,
        by_breakdown.top_10_mrr

    from by_breakdown

    inner join breakdown_values
        on by_breakdown.breakdown_id = breakdown_values.breakdown_id

)

select * from final
