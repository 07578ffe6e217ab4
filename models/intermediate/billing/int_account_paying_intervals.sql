with

periods as (

    select * from {{ ref('int_paying_periods') }}
    where is_in_mrr and is_whole_policy

),

changes as (

    select
        history_id,
        started_date as change_date,
        1 as period_count,
        false as is_ended_by_non_payment,
        cast(null as varchar) as end_reason

    from periods

    union all

    select
        history_id,
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
        history_id,
        change_date,
        sum(period_count) as period_count,
        max(case when is_ended_by_non_payment then 1 else 0 end) = 1 as is_ended_by_non_payment,
        min(end_reason) as end_reason

    from changes

    group by 1, 2

),

with_open_count as (

    select
        *,
        sum(period_count) over (
            partition by history_id order by change_date
        ) as open_count

    from by_date

),

edges as (

    select
        *,
        lead(change_date) over (partition by history_id order by change_date) as next_edge_date,
        lead(is_ended_by_non_payment) over (
            partition by history_id order by change_date
        ) as is_next_by_non_payment,
        lead(end_reason) over (partition by history_id order by change_date) as next_end_reason,
        lag(change_date) over (partition by history_id order by change_date) as previous_edge_date

    from with_open_count

    where (open_count > 0) != (open_count - period_count > 0)

),

histories as (

    select * from {{ ref('int_account_policy_variants') }}

)

select
    edges.history_id,
    histories.policy_variant_id,
    histories.account_id,
    edges.change_date as started_date,
    edges.next_edge_date as ended_date,
    edges.previous_edge_date as previous_ended_date,
    coalesce(edges.is_next_by_non_payment, false) as is_ended_by_non_payment,
    edges.next_end_reason as end_reason

from edges

inner join histories
    on edges.history_id = histories.history_id

where edges.open_count > 0
