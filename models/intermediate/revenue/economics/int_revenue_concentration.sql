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

-- Among equal accounts it does not matter which is counted.
ranked as (

    select
        account_months.month_start,
        breakdowns.breakdown,
        breakdowns.breakdown_value,
        account_months.closing_mrr,
        row_number() over (
            partition by account_months.month_start, breakdowns.breakdown, breakdowns.breakdown_value
            order by account_months.closing_mrr desc
        ) as size_rank

    from account_months

    inner join profiles
        on account_months.account_id = profiles.account_id

    inner join breakdowns
        on profiles.profile_id = breakdowns.profile_id

    where account_months.closing_mrr > 0

),

largest as (

    select * from ranked
    where size_rank <= 10

),

final as (

    select
        month_start,
        breakdown,
        breakdown_value,
        max(closing_mrr) as largest_account_mrr,
        cast(sum(closing_mrr) as decimal(38, 6)) as top_10_mrr

    from largest

    group by 1, 2, 3

)

select * from final
