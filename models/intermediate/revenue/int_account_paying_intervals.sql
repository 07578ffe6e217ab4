with

periods as (

    select * from {{ ref('int_paying_periods') }}
    where is_in_mrr

),

changes as (

    select
        policy_variant_id,
        account_id,
        started_date as change_date,
        1 as period_count,
        false as is_ended_by_non_payment,
        cast(null as varchar) as end_reason

    from periods

    union all

    select
        policy_variant_id,
        account_id,
        ended_date as change_date,
        -1 as period_count,
        is_ended_by_non_payment,
        end_reason

    from periods

    where ended_date is not null

),

-- An end and a start on one day cancel out: leaving and coming back within a day is no churn.
by_date as (

    select
        policy_variant_id,
        account_id,
        change_date,
        sum(period_count) as period_count,
        max(case when is_ended_by_non_payment then 1 else 0 end) = 1 as is_ended_by_non_payment,
        min(end_reason) as end_reason

    from changes

    group by 1, 2, 3

),

with_open_count as (

    select
        *,
        sum(period_count) over (
            partition by policy_variant_id, account_id order by change_date
        ) as open_count

    from by_date

),

edges as (

    select
        *,
        lead(change_date) over (partition by policy_variant_id, account_id order by change_date) as next_edge_date,
        lead(is_ended_by_non_payment) over (
            partition by policy_variant_id, account_id order by change_date
        ) as is_next_by_non_payment,
        lead(end_reason) over (partition by policy_variant_id, account_id order by change_date) as next_end_reason,
        lag(change_date) over (partition by policy_variant_id, account_id order by change_date) as previous_edge_date

    from with_open_count

    where (open_count > 0) != (open_count - period_count > 0)

)

select
    policy_variant_id,
    account_id,
    change_date as started_date,
    next_edge_date as ended_date,
    previous_edge_date as previous_ended_date,
    coalesce(is_next_by_non_payment, false) as is_ended_by_non_payment,
    next_end_reason as end_reason

from edges

where open_count > 0
