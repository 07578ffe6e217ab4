with

account_months as (

    select * from {{ ref('int_account_months') }}
    where closing_mrr > 0

),

profiles as (

    select * from {{ ref('int_account_profiles') }}

),

parts as (

    select * from {{ ref('int_profile_parts') }}

),

breakdowns as (

    select * from {{ ref('int_profile_part_breakdowns') }}

),

-- Among equal accounts it does not matter which is counted.
ranked_in_part as (

    select
        account_months.month_start,
        parts.profile_part_id,
        account_months.closing_mrr,
        row_number() over (
            partition by account_months.month_start, parts.profile_part_id order by account_months.closing_mrr desc
        ) as size_rank

    from account_months

    inner join profiles
        on account_months.account_id = profiles.account_id

    inner join parts
        on profiles.profile_id = parts.profile_id

),

-- The ten largest of a breakdown value are among the ten largest of its parts.
ranked as (

    select
        ranked_in_part.month_start,
        breakdowns.breakdown,
        breakdowns.breakdown_value,
        ranked_in_part.closing_mrr,
        row_number() over (
            partition by ranked_in_part.month_start, breakdowns.breakdown_id order by ranked_in_part.closing_mrr desc
        ) as size_rank

    from ranked_in_part

    inner join breakdowns
        on ranked_in_part.profile_part_id = breakdowns.profile_part_id

    where ranked_in_part.size_rank <= 10

),

final as (

    select
        month_start,
        breakdown,
        breakdown_value,
        max(closing_mrr) as largest_account_mrr,
        cast(sum(closing_mrr) as decimal(38, 6)) as top_10_mrr

    from ranked

    where size_rank <= 10

    group by 1, 2, 3

)

select * from final
